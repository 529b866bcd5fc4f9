internal import Foundation
package import OrchestratorPostgres
internal import Synchronization

/// The PostgreSQL server that tests use: the one that `ORCHESTRATOR_TEST_POSTGRES` names, else one that is started for as long as this process lives.
package enum TestServer {
    private static let started = Mutex<Result<String, TestServerMissing>?>(nil)
    /// The server's life hangs on this end of its pipe.
    private static let lifeline = Pipe()
    private static let connections = Mutex<PostgresDatabase?>(nil)

    /// The URL of a database of the server, for a user who may do everything there.
    ///
    /// - Throws: ``TestServerMissing``, which says what to install.
    package static func url() throws -> String {
        if let url = ProcessInfo.processInfo.environment["ORCHESTRATOR_TEST_POSTGRES"], !url.isEmpty { return url }
        return try started.withLock { started in
            let result = started ?? start()
            started = result
            return try result.get()
        }
    }

    /// Connections to that database, which all tests share.
    package static func shared() async throws -> PostgresDatabase {
        if let database = connections.withLock({ $0 }) { return database }
        let database = try await PostgresDatabase.open(try url())
        return connections.withLock { known in
            let database = known ?? database
            known = database
            return database
        }
    }

    private static func start() -> Result<String, TestServerMissing> {
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../scripts/test-postgres.sh").standardizedFileURL
        let (process, output, errors) = (Process(), Pipe(), Pipe())
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["bash", script.path]
        process.standardInput = lifeline
        process.standardOutput = output
        process.standardError = errors
        do {
            try process.run()
        } catch {
            return .failure(TestServerMissing("a PostgreSQL server for the tests can't be started: \(error)"))
        }
        var line: [UInt8] = []
        while let byte = try? output.fileHandleForReading.read(upToCount: 1)?.first, byte != UInt8(ascii: "\n") { line.append(byte) }
        guard !line.isEmpty else {
            let reason = (try? errors.fileHandleForReading.readToEnd()) ?? Data()
            return .failure(TestServerMissing("these tests need a PostgreSQL server: \(String(decoding: reason, as: UTF8.self))"))
        }
        return .success(String(decoding: line, as: UTF8.self))
    }
}
