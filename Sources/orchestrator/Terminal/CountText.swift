/// Writes how many there are of something.
enum CountText {
    /// `1 run`, `3 runs`.
    ///
    /// - Parameter noun: The word for one, whose plural ends with `s`.
    static func text(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}
