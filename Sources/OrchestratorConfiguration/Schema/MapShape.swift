/// A map: keys that are known, and perhaps free names whose values all have one shape.
struct MapShape: Sendable {
    struct Additional: Sendable {
        let shape: Shape
        /// What a name stands for, as in "the name of an agent".
        let naming: String
    }

    let keys: [Key]
    var additional: Additional?
    /// For the entries of lists and of maps with free names: what one is before anything is said of it.
    var blank: (@Sendable () -> SettingValue)?

    subscript(_ name: String) -> Key? { keys.first { $0.name == name } }
}
