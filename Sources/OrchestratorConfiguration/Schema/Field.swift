/// A key together with the Swift property that it fills.
struct Field<Root: Sendable>: Sendable {
    var key: Key
    /// Sets the property from what was merged; `nil` leaves the default, made absolute where it is a path.
    let bind: @Sendable (inout Root, Merged?, BindingContext) -> Void
    /// The property's value, as a default and for saving.
    let value: @Sendable (Root) -> SettingValue
}
