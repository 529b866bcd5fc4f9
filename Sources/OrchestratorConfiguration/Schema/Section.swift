/// The keys of one map, with the Swift type that they fill.
struct Section<Root: Sendable>: Sendable {
    let fields: [Field<Root>]

    init(_ fields: [Field<Root>]) {
        self.fields = fields
    }

    var keys: [Key] { fields.map(\.key) }
    var shape: MapShape { MapShape(keys: keys) }

    /// The shape of an entry that begins as `blank`.
    func shape(blank: @escaping @Sendable () -> Root) -> MapShape {
        MapShape(keys: keys, blank: { value(blank()) })
    }

    /// Fills the properties for which something was said, and the paths.
    func bind(_ root: inout Root, _ merged: Merged?, _ context: BindingContext) {
        let members = merged?.map?.members
        for field in fields { field.bind(&root, members?[field.key.name], context) }
    }

    /// Every value, in the order of the keys.
    func value(_ root: Root) -> SettingValue {
        .map(fields.map { SettingValue.Member(name: $0.key.name, value: $0.value(root)) })
    }
}
