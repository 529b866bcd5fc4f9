import OrchestratorModel

extension ConfigurationLoader {
    /// What a run kept of its configuration, with what always is the present one's.
    mutating func restore(_ snapshot: JSONValue, present: LoadedConfiguration) throws(ConfigurationProblems) -> LoadedConfiguration {
        let source = Source(.schema, layer: .project, directory: present.projectDirectory)
        add(SnapshotNode(source: source).root(snapshot), layer: .project)
        var kept = merge()
        for name in SnapshotNode.alwaysPresent { kept.set(name, present.merged.members[name]) }
        kept = MergedMap.fillingSecrets(kept, from: present.merged, .map(Self.shape))
        return try finished(kept)
    }
}

extension MergedMap {
    /// The settings that may hold a secret, and were left out for that, from another configuration.
    static func fillingSecrets(_ map: MergedMap, from other: MergedMap, _ shape: Shape) -> MergedMap {
        var result = map
        for name in other.order {
            guard let inner = shape.member(name), inner.mayHoldSecret, let theirs = other.members[name] else { continue }
            if case .map(let nested) = theirs {
                let own = result.members[name]?.map ?? MergedMap(place: nested.place)
                result.set(name, .map(fillingSecrets(own, from: nested, inner)))
            } else if result.members[name] == nil {
                result.set(name, theirs)
            }
        }
        return result
    }
}
