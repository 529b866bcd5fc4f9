/// What one layer says, after the schema has accepted it: canonical names, typed values.
struct Checked: Sendable {
    enum Content: Sendable {
        case leaf(SettingValue)
        case map([Member])
        /// Maps without names.
        case elements([Checked], SettingValue)
        /// A `!reset`.
        case nothing
    }

    struct Member: Sendable {
        let name: String
        let value: Checked
    }

    let content: Content
    let place: Place
    var tag: Node.Tag?
    var isFallback = false
}
