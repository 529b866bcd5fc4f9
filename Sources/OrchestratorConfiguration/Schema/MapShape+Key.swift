extension MapShape {
    /// The key at the end of the segments; a free name is passed through to its entry.
    func key(_ segments: [String]) -> Key? {
        var shape = Shape.map(self)
        var key: Key?
        for segment in segments {
            guard let inner = shape.member(segment) else { return nil }
            if case .map(let map) = shape { key = map[segment] }
            shape = inner
        }
        return key
    }
}
