import Foundation
import Testing

/// A PostgreSQL server for one test, which makes everything durable, and may crash and lose its connections.
final class OwnServer: Sendable {
    private let server: Companion
    private let proxy: Companion
    /// Leads to the server.
    let url: String
    /// Leads to the server through the proxy.
    let proxied: String

    init() throws {
        func file(_ path: String) -> String {
            URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: path).standardizedFileURL.path
        }
        server = try Companion("bash", file("../../../scripts/test-postgres.sh"), "--durable")
        url = server.line
        let port = try #require(URLComponents(string: url)?.port)
        proxy = try Companion("python3", file("proxy.py"), String(port))
        proxied = url.replacingOccurrences(of: ":\(port)/", with: ":\(proxy.line)/")
    }

    /// Lets the server die as in a crash, and start again.
    func crash() throws { try server.tell("restart") }

    /// Cuts all connections through the proxy.
    func cut() throws { try proxy.tell("cut") }
}
