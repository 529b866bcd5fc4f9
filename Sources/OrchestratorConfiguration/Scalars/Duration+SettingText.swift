extension Duration {
    /// A duration as settings have them: `90s`, `1h30m`; `nil` where the text is none.
    package init?(settingText text: String) {
        guard let duration = DurationText.duration(text) else { return nil }
        self = duration
    }
}
