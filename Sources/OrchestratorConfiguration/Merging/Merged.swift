/// What all layers together say, with where each value came from.
indirect enum Merged: Sendable {
    case leaf(Setting)
    case map(MergedMap)
    /// The maps of a list without names.
    case elements([Merged], Setting)

    var leaf: Setting? { if case .leaf(let setting) = self { setting } else { nil } }
    var map: MergedMap? { if case .map(let map) = self { map } else { nil } }
    var elements: [Merged]? { if case .elements(let elements, _) = self { elements } else { nil } }

    /// Where it was said last; of a map where it was first.
    var place: Place {
        switch self {
        case .leaf(let setting), .elements(_, let setting): setting.place
        case .map(let map): map.place
        }
    }
}
