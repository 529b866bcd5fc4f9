/// The URL of a server, which may hold a password.
public struct ServerURL: Sendable, CustomStringConvertible {
    /// The URL as it is written.
    public let text: Secret<String>

    /// A URL from its text.
    public init(_ text: String) {
        self.text = Secret(text)
    }

    /// The URL with its password redacted.
    public var description: String { text.reveal { URLText.redacted($0) } }
}

extension ServerURL: SettingConvertible {
    init?(_ value: SettingValue) { if case .text(let text) = value { self.init(text) } else { return nil } }
    var setting: SettingValue { text.reveal { .text($0) } }
}
