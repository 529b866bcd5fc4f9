/// A Swift type that settings are bound to.
protocol SettingConvertible: Sendable {
    static var isOptional: Bool { get }
    init?(_ value: SettingValue)
    var setting: SettingValue { get }
}

extension SettingConvertible {
    static var isOptional: Bool { false }
}

extension Bool: SettingConvertible {
    init?(_ value: SettingValue) { if case .bool(let value) = value { self = value } else { return nil } }
    var setting: SettingValue { .bool(self) }
}

extension Int: SettingConvertible {
    init?(_ value: SettingValue) { if case .integer(let value) = value { self = value } else { return nil } }
    var setting: SettingValue { .integer(self) }
}

extension Double: SettingConvertible {
    init?(_ value: SettingValue) {
        switch value {
        case .decimal(let value): self = value
        case .integer(let value): self = Double(value)
        default: return nil
        }
    }
    var setting: SettingValue { .decimal(self) }
}

extension String: SettingConvertible {
    init?(_ value: SettingValue) { if case .text(let value) = value { self = value } else { return nil } }
    var setting: SettingValue { .text(self) }
}

extension Duration: SettingConvertible {
    init?(_ value: SettingValue) { if case .duration(let value) = value { self = value } else { return nil } }
    var setting: SettingValue { .duration(self) }
}

extension Array: SettingConvertible where Element: SettingConvertible {
    init?(_ value: SettingValue) {
        guard case .list(let values) = value else { return nil }
        self = values.compactMap { Element($0) }
    }
    var setting: SettingValue { .list(map(\.setting)) }
}

extension Optional: SettingConvertible where Wrapped: SettingConvertible {
    static var isOptional: Bool { true }
    init?(_ value: SettingValue) {
        if value == .null {
            self = .none
        } else if let wrapped = Wrapped(value) {
            self = .some(wrapped)
        } else {
            return nil
        }
    }
    var setting: SettingValue { map(\.setting) ?? .null }
}
