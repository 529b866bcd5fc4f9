extension Field {
    /// A scalar, or a list of scalars where `type` is the type of its elements.
    static func key<Value: SettingConvertible>(
        _ name: String, _ property: any WritableKeyPath<Root, Value> & Sendable, _ type: ScalarType, _ documentation: String,
        old: [OldName] = [], isRequired: Bool = false
    ) -> Self {
        Field(
            key: Key(
                name: name, shape: .scalar(type), documentation: documentation, isOptional: Value.isOptional, isRequired: isRequired,
                oldNames: old),
            bind: { root, merged, _ in
                if let setting = merged?.leaf, let value = Value(setting.value) { root[keyPath: property] = value }
            },
            value: { $0[keyPath: property].setting })
    }

    /// A list of scalars, which replaces the one below.
    static func list<Value: SettingConvertible>(
        _ name: String, _ property: any WritableKeyPath<Root, [Value]> & Sendable, _ type: ScalarType, _ documentation: String
    ) -> Self {
        Field(
            key: Key(name: name, shape: .list(ListShape(element: .scalar(type), merge: .replace)), documentation: documentation),
            bind: { root, merged, _ in
                if let setting = merged?.leaf, let value = [Value](setting.value) { root[keyPath: property] = value }
            },
            value: { $0[keyPath: property].setting })
    }

    /// A list of scalars for which "nothing said" means something else than "empty".
    static func optionalList<Value: SettingConvertible>(
        _ name: String, _ property: any WritableKeyPath<Root, [Value]?> & Sendable, _ type: ScalarType, _ documentation: String
    ) -> Self {
        Field(
            key: Key(name: name, shape: .list(ListShape(element: .scalar(type), merge: .replace)), documentation: documentation),
            bind: { root, merged, _ in
                if let setting = merged?.leaf { root[keyPath: property] = [Value](setting.value) }
            },
            value: { $0[keyPath: property].setting })
    }

    /// A list of maps that have no names, which replaces the one below.
    static func list<Sub: Sendable>(
        _ name: String, _ property: any WritableKeyPath<Root, [Sub]> & Sendable, of section: Section<Sub>,
        entry: @escaping @Sendable () -> Sub,
        _ documentation: String
    ) -> Self {
        Field(
            key: Key(
                name: name, shape: .list(ListShape(element: .map(section.shape(blank: entry)), merge: .replace)),
                documentation: documentation),
            bind: { root, merged, context in
                guard let elements = merged?.elements else { return }
                root[keyPath: property] = elements.map { element in
                    var sub = entry()
                    section.bind(&sub, element, context)
                    return sub
                }
            },
            value: { .list($0[keyPath: property].map(section.value)) })
    }

    /// A path, made absolute: relative to the directory of the project, or to that of the file for files outside of it.
    static func path(
        _ name: String, _ property: any WritableKeyPath<Root, String> & Sendable, _ kind: ScalarType.PathKind, _ documentation: String,
        old: [OldName] = []
    ) -> Self {
        Field(
            key: Key(name: name, shape: .scalar(.path(kind)), documentation: documentation, oldNames: old),
            bind: { root, merged, context in
                let setting = merged?.leaf
                let written = setting.flatMap { String($0.value) } ?? root[keyPath: property]
                root[keyPath: property] = FilePaths.absolute(written, in: setting?.place.source.directory ?? context.projectDirectory)
            },
            value: { .text($0[keyPath: property]) })
    }

    /// A map with keys of its own.
    static func section<Sub: Sendable>(
        _ name: String, _ property: any WritableKeyPath<Root, Sub> & Sendable, _ section: Section<Sub>, _ documentation: String,
        old: [OldName] = []
    ) -> Self {
        Field(
            key: Key(name: name, shape: .map(section.shape), documentation: documentation, oldNames: old),
            bind: { root, merged, context in section.bind(&root[keyPath: property], merged, context) },
            value: { section.value($0[keyPath: property]) })
    }

    /// A map of free names. What is said of a name that has a default is merged over that default, unless a `!replace` stands above it.
    static func dictionary<Sub: Sendable>(
        _ name: String, _ property: any WritableKeyPath<Root, [String: Sub]> & Sendable, of section: Section<Sub>, naming: String,
        entry: @escaping @Sendable () -> Sub, _ documentation: String
    ) -> Self {
        let shape = MapShape(keys: [], additional: MapShape.Additional(shape: .map(section.shape(blank: entry)), naming: naming))
        return Field(
            key: Key(name: name, shape: .map(shape), documentation: documentation),
            bind: { root, merged, context in
                guard let map = merged?.map else { return }
                if map.hidesDefaults { root[keyPath: property] = [:] }
                for name in map.order {
                    guard let member = map.members[name] else { continue }
                    var sub = (member.map?.hidesDefaults ?? false ? nil : root[keyPath: property][name]) ?? entry()
                    section.bind(&sub, member, context)
                    root[keyPath: property][name] = sub
                }
            },
            value: { root in
                let members = root[keyPath: property].sorted { $0.key < $1.key }
                return .map(members.map { SettingValue.Member(name: $0.key, value: section.value($0.value)) })
            })
    }

    /// A list of maps told apart by one of their keys.
    static func keyed<Sub: Sendable>(
        _ name: String, _ property: any WritableKeyPath<Root, [Sub]> & Sendable, by key: String, of section: Section<Sub>,
        entry: @escaping @Sendable () -> Sub, _ documentation: String
    ) -> Self {
        Field(
            key: Key(
                name: name, shape: .list(ListShape(element: .map(section.shape(blank: entry)), merge: .keyed(by: key))),
                documentation: documentation),
            bind: { root, merged, context in
                guard let map = merged?.map else { return }
                root[keyPath: property] = map.order.compactMap { name in
                    guard let member = map.members[name] else { return nil }
                    var sub = entry()
                    section.bind(&sub, member, context)
                    return sub
                }
            },
            value: { .list($0[keyPath: property].map(section.value)) })
    }

    /// Nothing reads it yet.
    var unread: Self {
        var field = self
        field.key.isUnread = true
        return field
    }

    /// What the template shows, as a comment.
    func example(_ lines: String...) -> Self {
        var field = self
        field.key.example = lines
        return field
    }
}
