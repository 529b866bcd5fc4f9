/// Lays one layer over the ones below: maps key by key, scalars and lists replace, tags as they say.
struct Merger {
    /// The defaults, for a `!append` to a list that nothing but them has set.
    let defaults: () -> SettingValue

    func merge(_ lower: Merged?, _ upper: Checked, _ shape: Shape, path: [String] = []) -> Merged? {
        switch upper.content {
        case .nothing: return nil
        case .leaf(let value): return leaf(lower, upper, value, shape, path)
        case .elements(let elements, _):
            let own = elements.compactMap { merge(nil, $0, shape.element, path: path) }
            let below = upper.tag == .append ? lower?.elements ?? [] : []
            return .elements(below + own, Setting(value: .null, place: upper.place))
        case .map(let members): return .map(map(lower, upper, members, shape, path))
        }
    }

    private func leaf(_ lower: Merged?, _ upper: Checked, _ value: SettingValue, _ shape: Shape, _ path: [String]) -> Merged? {
        let below = lower?.leaf
        if upper.isFallback, let below, !below.isFallback { return lower }
        var value = value
        if isAppending(upper, shape), case .list(let own) = value {
            let base = below?.value ?? path.reduce(Optional(defaults())) { $0?[$1] }
            if case .list(let elements)? = base { value = .list(elements + own) }
        }
        let shadowed = below.map { [Setting.Shadowed(value: $0.value, place: $0.place)] + $0.shadowed } ?? []
        return .leaf(Setting(value: value, place: upper.place, isFallback: upper.isFallback, shadowed: shadowed))
    }

    private func isAppending(_ upper: Checked, _ shape: Shape) -> Bool {
        if upper.tag == .append { return true }
        if case .list(let list) = shape, case .append = list.merge { return upper.tag != .replace }
        return false
    }

    private func map(_ lower: Merged?, _ upper: Checked, _ members: [Checked.Member], _ shape: Shape, _ path: [String]) -> MergedMap {
        var result =
            upper.tag == .replace ? MergedMap(place: upper.place, hidesDefaults: true) : lower?.map ?? MergedMap(place: upper.place)
        for member in members {
            guard let inner = shape.member(member.name) else { continue }
            let merged = merge(result.members[member.name], member.value, inner, path: path + [member.name])
            result.set(member.name, merged)
        }
        return result
    }
}
