/// Whether something looks like a secret that stands where nobody expects one: under a name that no setting has.
enum SecretLook {
    /// Parts of names under which secrets are kept, slips of the finger among them.
    private static let parts = [
        "pas", "pw", "secret", "token", "key", "cred", "auth", "sign", "private", "cookie", "session", "url", "uri", "dsn", "host",
    ]

    /// Whether a secret may well be kept under that name.
    static func has(name: String) -> Bool {
        let lowered = name.lowercased()
        return parts.contains { lowered.contains($0) }
    }

    /// Whether the value may well be one: an address with a password, or a long word of letters and digits.
    static func has(value: String) -> Bool {
        if URLText.redacted(value) != value || value.contains("://") { return true }
        let words = value.split { !$0.isLetter && !$0.isNumber && !"-_+/=.".contains($0) }
        return words.contains { word in
            word.utf8.count > 40 || word.utf8.count >= 12 && word.contains { $0.isLetter } && word.contains { $0.isNumber }
        }
    }
}
