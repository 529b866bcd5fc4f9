/// A value that its key's type has accepted.
enum SettingValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int)
    case decimal(Double)
    case text(String)
    case duration(Duration)
    case list([SettingValue])
    case map([Member])

    struct Member: Hashable, Sendable {
        let name: String
        let value: SettingValue
    }

    subscript(_ name: String) -> SettingValue? {
        if case .map(let members) = self { members.first { $0.name == name }?.value } else { nil }
    }
}
