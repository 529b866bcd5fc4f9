/// Enumerations bind by their raw value.
protocol SettingChoice: SettingConvertible, RawRepresentable<String>, CaseIterable {}

extension SettingChoice {
    init?(_ value: SettingValue) { if case .text(let text) = value { self.init(rawValue: text) } else { return nil } }
    var setting: SettingValue { .text(rawValue) }
}
