extension Shape {
    /// The shape under a name: a key's, a free name's, or an entry's of a keyed list.
    func member(_ name: String) -> Shape? {
        switch self {
        case .scalar: nil
        case .list(let list): if case .keyed = list.merge { list.element } else { nil }
        case .map(let map): map[name]?.shape ?? map.additional?.shape
        }
    }

    /// The shape of a list's elements; the shape itself of anything else.
    var element: Shape { if case .list(let list) = self { list.element } else { self } }
}
