internal import COrchestratorPQ
internal import OrchestratorDatabase

/// Where a server is and how to reach it: a URL, taken apart by the client library.
struct ServerAddress: Sendable {
    /// The URL without what is secret, and without its parameters: for messages.
    let location: String
    /// What the connection is opened with, by the library's names.
    private let options: [String: String]
    /// What must never be printed.
    private let secrets: [String]

    /// - Parameters:
    ///   - url: `postgresql://user@host:port/database?parameters`, as libpq takes it.
    ///   - password: The password; without one the library looks for it in the URL, `PGPASSWORD`, and `PGPASSFILE`.
    /// - Throws: ``DatabaseError`` of kind `permission` where the library can't read the URL, of kind `unavailable` where there is no library; nothing of
    ///   the URL is in it.
    init(_ url: String, password: String?) throws {
        try ClientLibrary.system.check(for: "postgresql://…")
        var message: UnsafeMutablePointer<CChar>?
        guard url.contains("://"), !url.utf8.contains(0), let parsed = libpq.PQconninfoParse(url, &message) else {
            // The library quotes what it could not read, which may be a part of a password.
            libpq.PQfreemem(message)
            throw DatabaseError(
                .permission, at: "postgresql://…",
                "the URL can't be read: it has the form 'postgresql://user@host:port/database?parameter=value', with parameters of libpq, other characters percent-encoded"
            )
        }
        defer { libpq.PQconninfoFree(parsed) }
        var (options, secrets) = ([String: String](), [String]())
        var option = parsed
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val.map({ String(cString: $0) }) {
                options[String(cString: keyword)] = value
                // The library marks what is not to be shown.
                if option.pointee.dispchar.map({ String(cString: $0) }) == "*" { secrets.append(value) }
            }
            option += 1
        }
        if let password {
            options["password"] = password
            secrets.append(password)
        }
        self.options = options
        self.secrets = secrets.filter { !$0.isEmpty }.sorted { $0.utf8.count > $1.utf8.count }
        location = Self.location(options)
    }

    private static func location(_ options: [String: String]) -> String {
        let hosts = (options["host"] ?? options["hostaddr"] ?? "").split(separator: ",", omittingEmptySubsequences: false)
        let ports = (options["port"] ?? "").split(separator: ",", omittingEmptySubsequences: false)
        let places = hosts.enumerated().map { index, host in
            let port = ports.count > 1 ? (index < ports.count ? ports[index] : "") : ports.first ?? ""
            let name = host.contains(":") ? "[\(host)]" : String(host)
            return port.isEmpty ? name : "\(name):\(port)"
        }
        let user = options["user"].map { "\($0)@" } ?? ""
        return "postgresql://\(user)\(places.joined(separator: ","))/\(options["dbname"] ?? "")"
    }

    /// Names and values in the order in which the library takes them.
    ///
    /// - Parameter connectTime: How long to try, in seconds, where the URL says nothing.
    func parameters(connectTime: Int) -> [(name: String, value: String)] {
        // A network that swallows what is sent must not keep a caller for longer than these; the URL may say otherwise.
        var all = [
            "connect_timeout": String(connectTime), "keepalives_idle": "15", "keepalives_interval": "5", "keepalives_count": "3",
            "tcp_user_timeout": "30000", "fallback_application_name": "orchestrator",
        ]
        all.merge(options) { $1 }
        all["client_encoding"] = "UTF8"
        return all.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// The text without anything secret.
    func safe(_ text: String) -> String {
        var text = text
        for secret in secrets where text.contains(secret) {
            text = text.split(separator: secret, omittingEmptySubsequences: false).joined(separator: "********")
        }
        return text
    }
}
