/// Where runs are kept.
public enum StateLocation: Sendable {
    /// A database in a file; the path is absolute.
    case sqlite(path: String)
    /// A server. The URL holds no password.
    case postgresql(url: String, password: Secret<String>?)

    /// The location as one text, its password redacted.
    public var description: String {
        switch self {
        case .sqlite(let path): "sqlite:\(path)"
        case .postgresql(let url, let password): password == nil ? url : URLText.redacted(Self.url(url, with: "x"))
        }
    }

    /// The location that a text means; `nil` where ``problem(in:)`` has something to say.
    ///
    /// - Parameter directory: What relative paths are relative to.
    public init?(_ text: String, directory: String) {
        guard Self.problem(in: text) == nil else { return nil }
        if text.hasPrefix("sqlite:") {
            self = .sqlite(path: FilePaths.absolute(String(text.dropFirst(7)), in: directory))
            return
        }
        guard let url = URLText(text) else { return nil }
        let user = url.user.isEmpty ? "" : "\(url.user)@"
        self = .postgresql(url: "\(url.scheme)://\(user)\(url.rest)", password: url.password.flatMap(URLText.decoded).map { Secret($0) })
    }

    /// What is wrong with a text, as the rest of a sentence; it holds no part of the text.
    public static func problem(in text: String) -> String? {
        if text.hasPrefix("sqlite:") {
            let path = text.dropFirst(7)
            if path.isEmpty || path == ":memory:" { return "must name a file after 'sqlite:'" }
            if path.hasPrefix("//") && !path.hasPrefix("///") {
                return "must be written 'sqlite:PATH', without '//' before a relative path"
            }
            return nil
        }
        guard let url = URLText(text), url.scheme == "postgresql" || url.scheme == "postgres" else {
            return "must be \(ScalarType.database.noun)"
        }
        if url.isAmbiguous {
            return "must have its password between ':' and '@', with '/', '?', '#' and '@' in it percent-encoded ('@' is %40)"
        }
        if let password = url.password, URLText.decoded(password) == nil {
            return "has a '%' in its password that no two hex digits follow"
        }
        return nil
    }

    /// The URL with a password put in, percent-encoded.
    static func url(_ url: String, with password: String) -> String {
        guard let parts = URLText(url) else { return url }
        let encoded = password.utf8.map { byte in
            let isFree = (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
            let hex = String(byte, radix: 16, uppercase: true)
            return isFree ? String(UnicodeScalar(byte)) : "%" + (hex.count == 1 ? "0" : "") + hex
        }
        return "\(parts.scheme)://\(parts.user):\(encoded.joined())@\(parts.rest)"
    }
}

extension StateLocation: CustomStringConvertible {}
