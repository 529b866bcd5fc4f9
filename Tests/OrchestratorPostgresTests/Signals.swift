import OrchestratorDatabase
import OrchestratorTestKit
import Testing

@testable import OrchestratorPostgres

/// What happens to processes of the server, asked for from inside of bodies, where nothing can be awaited.
enum Signals {
    /// Ends a process of the server.
    static func end(_ backend: Int32) {
        guard let url = try? TestServer.url(), let address = try? ServerAddress(url, password: nil),
            let session = try? ServerSession(address, PostgresTuning())
        else {
            Issue.record("there is no server")
            return
        }
        session.beginReading(limit: .seconds(10))
        _ = try? session.run("SELECT pg_terminate_backend(\(Int(backend))::integer, 10000)")
    }
}
