import AgentOrchestrator

/// Writes times that run: whole seconds, since tenths that change five times a second can't be read.
enum LiveTime {
    static func text(_ time: Duration, roundingUp: Bool = false) -> String {
        let (seconds, rest) = time.components
        let whole = max(0, seconds + (roundingUp && rest > 0 ? 1 : 0))
        return whole == 0 ? "0 s" : DurationText.text(.seconds(whole))
    }
}
