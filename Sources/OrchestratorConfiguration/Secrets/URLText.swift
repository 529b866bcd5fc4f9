/// A URL as it is written, taken apart as far as its password.
struct URLText {
    let scheme: String
    let user: Substring
    /// As it is written, percent-encoded; `nil` where there is none.
    let password: Substring?
    let rest: Substring
    /// Something that may be a password stands where none can be found: an `@` after the authority.
    let isAmbiguous: Bool

    init?(_ text: String) {
        guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://") else { return nil }
        scheme = String(text[..<colon])
        let body = text[text.index(colon, offsetBy: 3)...]
        let authority = body.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        if let at = authority.lastIndex(of: "@") {
            let userinfo = authority[..<at]
            let separator = userinfo.firstIndex(of: ":")
            user = userinfo[..<(separator ?? userinfo.endIndex)]
            password = separator.map { userinfo[userinfo.index(after: $0)...] }
            rest = body[body.index(after: at)...]
        } else {
            user = ""
            password = nil
            rest = body
        }
        isAmbiguous = rest.contains("@") && !rest.hasPrefix("/") || Self.hasSecretParameter(rest) || rest.contains("@") && password == nil
    }

    /// The URL with its password replaced; the whole text where a password may stand elsewhere.
    static func redacted(_ text: String) -> String {
        guard let url = URLText(text) else { return text.contains("@") || hasSecretParameter(text[...]) ? Secret<String>.redacted : text }
        if url.isAmbiguous { return "\(url.scheme)://\(Secret<String>.redacted)" }
        guard url.password != nil else { return text }
        return "\(url.scheme)://\(url.user):\(Secret<String>.redacted)@\(url.rest)"
    }

    /// Whether it names a database in a file, in which no secret can stand.
    static func isFile(_ text: String) -> Bool { text.hasPrefix("sqlite:") && redacted(text) == text }

    private static func hasSecretParameter(_ text: Substring) -> Bool {
        guard let query = text.firstIndex(of: "?") else { return false }
        let lowered = text[query...].lowercased()
        return ["password", "passwd", "secret", "token", "key="].contains { lowered.contains($0) }
    }

    /// `%41` → `A`; `nil` where a percent sign is followed by anything else, or the bytes are not UTF-8.
    static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else { return nil }
            bytes.append(code)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
