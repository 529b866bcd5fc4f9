public import OrchestratorModel

extension LoadedConfiguration {
    /// Explains one setting.
    ///
    /// - Parameter key: A dotted name, also an old one; a free name with dots or colons stands in double quotes.
    /// - Throws: ``ConfigurationProblems`` where the schema has no such setting, with the nearest name.
    public func explanation(of key: String) throws(ConfigurationProblems) -> Explanation {
        let written = SettingPath.segments(key) ?? []
        let present = ConfigurationLoader.oldNames.targets[key]?.segments ?? written
        guard !present.isEmpty, let target = SettingTarget(present, in: Configuration.schema.shape), let known = self.key(present) else {
            throw ConfigurationProblems(diagnostics: [Self.unknown(key, written)])
        }
        return explanation(target, known, present)
    }

    private func explanation(_ target: SettingTarget, _ key: Key, _ segments: [String]) -> Explanation {
        let effective = EffectiveDocument(self)
        let merged = merged.member(segments)
        let shadowed = merged?.leaf?.shadowed ?? []
        var members: [String] = []
        if case .map(let map) = target.shape { members = map.keys.map(\.name) }
        let variable = EnvironmentLayer.variables(of: Configuration.schema.shape).first { $0.path == target.path }?.name
        let value = effective.value.descendant(segments) ?? .null
        let standard = Configuration.defaults.descendant(segments) ?? .null
        func json(_ value: SettingValue) -> JSONValue { EffectiveDocument.json(value, target.shape) }
        func yaml(_ value: SettingValue) -> String { YAMLText.inline(EffectiveDocument.redacted(value, target.shape), target.shape) }
        return Explanation(
            key: target.path, value: json(value), origin: merged.map { Origin($0.place) } ?? .defaults,
            shadowed: shadowed.map { Explanation.Shadowed(value: json($0.value), origin: Origin($0.place), written: yaml($0.value)) },
            standard: json(standard), written: (yaml(value), yaml(standard)), kind: key.noun, documentation: key.documentation,
            variable: variable, oldNames: key.oldNames.map(\.path), isUnread: isUnread(segments), members: members)
    }

    /// The key at the end of the segments; of a free name the key of its map, with what an entry is.
    private func key(_ segments: [String]) -> Key? {
        var shape = Shape.map(Configuration.schema.shape)
        var key: Key?
        for segment in segments {
            guard let inner = shape.member(segment) else { return nil }
            if case .map(let map) = shape, let own = map[segment] {
                key = own
            } else if let outer = key {
                key = Key(name: segment, shape: inner, documentation: outer.documentation)
            }
            shape = inner
        }
        return key
    }

    private func isUnread(_ segments: [String]) -> Bool {
        segments.indices.contains { key(Array(segments[...$0]))?.isUnread ?? false }
    }

    private static func unknown(_ key: String, _ segments: [String]) -> Diagnostic {
        let names = Configuration.schema.shape.paths.map { SettingPath.appending($0.parent, $0.name) }
        let near = NearestName.to(key, among: names) ?? names.first { $0.hasSuffix(".\(segments.last ?? key)") }
        return Diagnostic(
            .error, code: .unknownKey, path: key, message: "there is no setting '\(key)'", help: near.map { "did you mean '\($0)'?" })
    }

    /// Every setting with its effective value, redacted, and where that came from, in the order of the schema. What has no value is left out.
    public var origins: [(key: String, value: JSONValue, origin: Origin)] {
        var result: [(key: String, value: JSONValue, origin: Origin)] = []
        func visit(_ value: SettingValue, _ merged: Merged?, _ shape: Shape, _ path: String) {
            if case .map(let members) = value {
                for member in members {
                    guard let inner = shape.member(member.name) else { continue }
                    visit(member.value, merged?.map?.members[member.name], inner, SettingPath.appending(path, member.name))
                }
            } else if case .list(let entries) = value, case .list(let list) = shape, case .keyed(let key) = list.merge {
                for case let entry in entries {
                    guard case .text(let name)? = entry[key] else { continue }
                    visit(entry, merged?.map?.members[name], list.element, SettingPath.appending(path, name))
                }
            } else if value != .null || merged != nil {
                result.append((path, EffectiveDocument.json(value, shape), merged.map { Origin($0.place) } ?? .defaults))
            }
        }
        visit(EffectiveDocument(self).value, .map(merged), .map(Configuration.schema.shape), "")
        return result
    }
}

extension Key {
    /// What the value may be, `null` included where it may.
    var noun: String {
        if case .list(let list) = shape, case .scalar(let type) = list.element { return "a list, each \(type.noun)" }
        return isOptional ? "\(shape.noun), or null for none" : shape.noun
    }
}

extension SettingValue {
    /// What is under a path; a keyed list is entered by the names of its entries.
    func descendant(_ segments: [String]) -> SettingValue? {
        segments.reduce(Optional(self)) { value, segment in
            if case .list(let entries)? = value { return entries.first { $0["name"] == .text(segment) } }
            return value?[segment]
        }
    }
}
