/// The old names of all keys, found once from the schema.
struct OldNameTable: Sendable {
    struct Target: Sendable {
        /// The segments of the present name.
        let segments: [String]
        let old: OldName
        /// The key that it stands for is a map.
        let isMap: Bool

        var path: String { segments.joined(separator: ".") }
    }

    /// By the dotted old name.
    let targets: [String: Target]
    /// The names at the root that are present ones.
    let sections: Set<String>

    init(_ shape: MapShape) {
        var targets: [String: Target] = [:]
        func visit(_ shape: MapShape, _ segments: [String]) {
            for key in shape.keys {
                let own = segments + [key.name]
                var isMap = false
                if case .map(let map) = key.shape {
                    isMap = true
                    visit(map, own)
                    // The one agent that had a section of its own.
                    if case .map(let entry)? = map.additional?.shape, key.name == "agents" { visit(entry, own + ["copilot"]) }
                }
                for old in key.oldNames { targets[old.path] = Target(segments: own, old: old, isMap: isMap) }
            }
        }
        visit(shape, [])
        self.targets = targets
        sections = Set(shape.keys.map(\.name))
    }
}
