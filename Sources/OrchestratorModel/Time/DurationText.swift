/// Writes durations as people read them: `1.2 s`, `4 min 5 s`, `2 h 3 min`.
package enum DurationText {
    package static func text(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        guard seconds >= 0, attoseconds >= 0 else { return "0 s" }
        let milliseconds = attoseconds / 1_000_000_000_000_000
        switch seconds {
        case 0: return "\(milliseconds) ms"
        case 1..<10: return milliseconds < 100 ? "\(seconds) s" : "\(seconds).\(milliseconds / 100) s"
        case 10..<60: return "\(seconds) s"
        case 60..<3600: return seconds % 60 == 0 ? "\(seconds / 60) min" : "\(seconds / 60) min \(seconds % 60) s"
        default: return seconds / 60 % 60 == 0 ? "\(seconds / 3600) h" : "\(seconds / 3600) h \(seconds / 60 % 60) min"
        }
    }
}
