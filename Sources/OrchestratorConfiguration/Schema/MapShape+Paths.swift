extension MapShape {
    /// All keys with the section they are in, in the order of the schema.
    var paths: [(name: String, parent: String)] {
        var result: [(name: String, parent: String)] = []
        func visit(_ shape: MapShape, _ parent: String) {
            for key in shape.keys {
                result.append((key.name, parent))
                if case .map(let map) = key.shape { visit(map, SettingPath.appending(parent, key.name)) }
            }
        }
        visit(self, "")
        return result
    }
}
