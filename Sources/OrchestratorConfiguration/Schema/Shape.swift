/// What a value looks like.
indirect enum Shape: Sendable {
    case scalar(ScalarType)
    case list(ListShape)
    case map(MapShape)
}

extension Shape {
    /// What a person calls it: `a whole number`, `a map`.
    var noun: String {
        switch self {
        case .scalar(let type): type.noun
        case .list: "a list"
        case .map: "a map"
        }
    }

    /// The map of an entry, for maps with free names and keyed lists.
    var entry: (map: MapShape, keyedBy: String?)? {
        switch self {
        case .list(let list):
            if case .keyed(let key) = list.merge, case .map(let map) = list.element { (map, key) } else { nil }
        case .map(let map):
            if case .map(let entry)? = map.additional?.shape { (entry, nil) } else { nil }
        case .scalar: nil
        }
    }

    /// Whether a secret may stand in it.
    var mayHoldSecret: Bool {
        switch self {
        case .scalar(let type): type.mayHoldSecret
        case .list(let list): list.element.mayHoldSecret
        case .map(let map): map.keys.contains { $0.shape.mayHoldSecret } || map.additional?.shape.mayHoldSecret ?? false
        }
    }
}
