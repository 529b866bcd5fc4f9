internal import Foundation
internal import OrchestratorDatabase
internal import OrchestratorPostgres
internal import Synchronization

/// The schemas that one test has made on the server, to be removed with it.
final class TestDatabases: Sendable {
    private let schemas = Mutex<[String]>([])

    func newSchema() async throws -> String {
        let url = try TestServer.url()
        let name = "test_" + UUID().uuidString.lowercased().filter { $0 != "-" }
        let server = try await TestServer.shared()
        try await server.write { _ = try $0.execute(SQLStatement(text: "CREATE SCHEMA \(name)")) }
        schemas.withLock { $0.append(name) }
        return url + (url.contains("?") ? "&" : "?") + "options=-csearch_path%3D\(name)"
    }

    /// Removes them, with what is in them. What can't be removed is left: the server is one for tests.
    func remove() async {
        for name in schemas.withLock({ $0 }) {
            _ = try? await TestServer.shared().write { try $0.execute(SQLStatement(text: "DROP SCHEMA \(name) CASCADE")) }
        }
    }
}
