/// Where a repository is: a directory of one machine, or a URL that any machine can clone.
public enum RepositoryAddress: Hashable, Sendable {
    /// The path of a directory.
    case directory(String)
    /// `https://…`, `http://…`, `ssh://…`, `file://…`, or `user@host:path`.
    case url(String)

    /// The schemes of URLs that are cloned. Others make git start helper programs that a text from outside could name.
    public static let schemes = ["https", "http", "ssh", "file"]

    /// What the text means: a URL where it has the form of one, else a path.
    public init(_ text: String) {
        self = Self.scheme(of: text) != nil || Self.isShortForm(text) ? .url(text) : .directory(text)
    }

    /// The URL; `nil` for a directory.
    public var url: String? {
        if case .url(let url) = self { url } else { nil }
    }

    /// What keeps a URL from being used, as the rest of a sentence that begins with its name; `nil` where nothing does, and for a directory.
    ///
    /// It holds no part of the URL, which may hold a secret.
    public var problem: String? {
        guard case .url(let url) = self else { return nil }
        guard let scheme = Self.scheme(of: url) else { return Self.hasControls(url) ? "holds a space or a control character" : nil }
        guard Self.schemes.contains(scheme) else { return "must be a URL with one of the schemes \(Self.schemes.joined(separator: ", "))" }
        if Self.hasControls(url) { return "holds a space or a control character" }
        // Tokens are passed there, too.
        if url.contains("?") { return "must not hold a query, in which a password may stand" }
        guard let user = Self.userInformation(of: url) else { return nil }
        // What stands before the host of a web address is sent as it is: a token may well be the name.
        if user.contains(":") || scheme.hasPrefix("http") { return "must not hold a name or password" }
        return nil
    }

    /// What to do about a URL that holds a name or password.
    public static let credentialAdvice =
        "leave it out and let git ask a credential helper ('git config --global credential.helper …'), or use an ssh:// URL with a key"

    /// The text with what stands before the host of a URL, and with its query, masked, wherever one is: for excerpts of files that may hold one.
    package static func masked(_ text: String) -> String {
        guard text.contains("://"), text.contains("@") || text.contains("?") else { return text }
        var parts = text.components(separatedBy: "://")
        for index in parts.indices.dropFirst() {
            let url = parts[index].prefix { !$0.isWhitespace && $0 != "\"" && $0 != "'" }
            let rest = parts[index][url.endIndex...]
            let query = url.firstIndex(of: "?").map { url.index(after: $0) } ?? url.endIndex
            let authority = url[..<query].prefix { $0 != "/" }
            let host = authority.lastIndex(of: "@") ?? url.startIndex
            parts[index] = bullets(url[..<host]) + url[host..<query] + bullets(url[query...]) + rest
        }
        return parts.joined(separator: "://")
    }

    private static func bullets(_ text: Substring) -> String { String(repeating: "•", count: text.unicodeScalars.count) }

    private static func scheme(of text: String) -> String? {
        guard let end = text.firstRange(of: "://")?.lowerBound else { return nil }
        let scheme = text[..<end]
        guard let first = scheme.utf8.first, isLetter(first) else { return nil }
        let rest = scheme.utf8.allSatisfy { isLetter($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || "+-.".utf8.contains($0) }
        return rest ? scheme.lowercased() : nil
    }

    /// `user@host:path`, as ssh writes it. No part may look like an option.
    private static func isShortForm(_ text: String) -> Bool {
        guard let at = text.firstIndex(of: "@"), at != text.startIndex, !text.hasPrefix("-"), !text.hasPrefix("/"), !text.hasPrefix(".") else {
            return false
        }
        let rest = text[text.index(after: at)...]
        guard let colon = rest.firstIndex(of: ":"), colon != rest.startIndex, rest.index(after: colon) != rest.endIndex else { return false }
        let (user, host) = (text[..<at], rest[..<colon])
        return !host.hasPrefix("-") && (user + host).utf8.allSatisfy { isLetter($0) || "0123456789._-".utf8.contains($0) }
    }

    private static func userInformation(of url: String) -> Substring? {
        guard let start = url.firstRange(of: "://")?.upperBound else { return nil }
        let authority = url[start...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        return authority.lastIndex(of: "@").map { authority[..<$0] }
    }

    private static func hasControls(_ text: String) -> Bool { text.unicodeScalars.contains { $0.value <= 0x20 || $0.value == 0x7F } }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}

extension String {
    /// The parts between a separator; without Foundation, which this module does not need otherwise.
    fileprivate func components(separatedBy separator: String) -> [String] { split(separator: separator, omittingEmptySubsequences: false).map(String.init) }
}
