import OrchestratorModel

/// The defaults with what was said laid over them, in the order of the schema.
struct EffectiveDocument {
    let value: SettingValue

    init(_ loaded: LoadedConfiguration) {
        value = Self.overlaid(Configuration.defaults, .map(loaded.merged), .map(Configuration.schema.shape))
    }

    var json: JSONValue { Self.json(value, .map(Configuration.schema.shape)) }

    /// What is effective where `merged` was said over a default.
    static func overlaid(_ standard: SettingValue?, _ merged: Merged?, _ shape: Shape) -> SettingValue {
        guard let merged else { return standard ?? .null }
        switch (merged, shape) {
        case (.leaf(let setting), _): return written(setting, shape)
        case (.elements(let elements, _), .list(let list)):
            return .list(elements.map { overlaid(emptyEntry(list.element), $0, list.element) })
        case (.map(let map), .list(let list)):
            return .list(map.order.compactMap { name in map.members[name].map { overlaid(emptyEntry(list.element), $0, list.element) } })
        case (.map(let map), .map(let shape)): return overlaid(standard, map, shape)
        case (.elements, _), (.map, .scalar): return standard ?? .null
        }
    }

    private static func overlaid(_ standard: SettingValue?, _ map: MergedMap, _ shape: MapShape) -> SettingValue {
        var members = shape.keys.map { key in
            SettingValue.Member(name: key.name, value: overlaid(standard?[key.name], map.members[key.name], key.shape))
        }
        guard let additional = shape.additional else { return .map(members) }
        var names: Set<String> = Set(map.order)
        if case .map(let defaults)? = standard, !map.hidesDefaults { names.formUnion(defaults.map(\.name)) }
        for name in names.sorted() where shape[name] == nil {
            let member = map.members[name]
            let base = map.hidesDefaults || member?.map?.hidesDefaults ?? false ? nil : standard?[name]
            members.append(SettingValue.Member(name: name, value: overlaid(base ?? emptyEntry(additional.shape), member, additional.shape)))
        }
        return .map(members)
    }

    /// A path is shown as written where that means the same for everyone in the project.
    private static func written(_ setting: Setting, _ shape: Shape) -> SettingValue {
        guard setting.place.source.layer == .system || setting.place.source.layer == .user, case .text(let text) = setting.value else {
            return setting.value
        }
        let directory = setting.place.source.directory
        switch shape {
        case .scalar(.path): return .text(FilePaths.absolute(text, in: directory))
        case .scalar(.database) where text.hasPrefix("sqlite:"):
            return .text("sqlite:" + FilePaths.absolute(String(text.dropFirst(7)), in: directory))
        default: return setting.value
        }
    }

    private static func emptyEntry(_ shape: Shape) -> SettingValue? {
        if case .map(let map) = shape { map.blank?() } else { nil }
    }

    /// The redacted JSON form.
    static func json(_ value: SettingValue, _ shape: Shape?) -> JSONValue {
        switch value {
        case .null: return .null
        case .bool(let value): return .bool(value)
        case .integer(let value): return .integer(Int64(value))
        case .decimal(let value): return value == value.rounded() && abs(value) < 1e15 ? .integer(Int64(value)) : .number(value)
        case .duration(let duration): return seconds(duration)
        case .text(let text):
            if case .scalar(let type)? = shape, type.mayHoldSecret { return .string(URLText.redacted(text)) }
            return .string(text)
        case .list(let values):
            guard case .list(let list)? = shape else { return .array(values.map { json($0, nil) }) }
            return .array(values.map { json($0, list.element) })
        case .map(let members):
            let pairs = members.map { ($0.name, json($0.value, shape?.member($0.name))) }
            return .object(Dictionary(pairs, uniquingKeysWith: { $1 }))
        }
    }

    static func seconds(_ duration: Duration) -> JSONValue {
        let (seconds, attoseconds) = duration.components
        return attoseconds == 0 ? .integer(seconds) : .number(Double(seconds) + Double(attoseconds) / 1e18)
    }
}
