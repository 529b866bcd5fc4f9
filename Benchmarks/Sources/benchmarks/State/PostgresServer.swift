import Foundation

/// A server that makes everything durable, for as long as it is measured.
final class PostgresServer {
    let url: String
    let directory: String
    private let process = Process()
    private let lifeline = Pipe()
    private static let script = """
        \\set id :client_id + 1
        BEGIN;
        SELECT last_event + 1 AS next FROM compared.heads WHERE id = :id FOR NO KEY UPDATE \\gset
        INSERT INTO compared.lines (head, sequence, payload) VALUES (:id, :next, repeat('x', 300));
        UPDATE compared.heads SET last_event = :next WHERE id = :id;
        COMMIT;

        """

    struct Failure: Error {
        let what: String
    }

    init() throws {
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "bash", URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../../scripts/test-postgres.sh").path, "--durable",
        ]
        process.standardInput = lifeline
        process.standardOutput = output
        try process.run()
        var line: [UInt8] = []
        while let byte = try output.fileHandleForReading.read(upToCount: 1)?.first, byte != UInt8(ascii: "\n") { line.append(byte) }
        guard !line.isEmpty else { throw Failure(what: "no server could be started: see above") }
        url = String(decoding: line, as: UTF8.self)
        directory = FileManager.default.temporaryDirectory.appending(path: "postgresql-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        try Self.script.write(toFile: directory + "/script.sql", atomically: true, encoding: .utf8)
    }

    /// Ends the server, and removes what was written.
    func stop() {
        try? lifeline.fileHandleForWriting.close()
        process.waitUntilExit()
        try? FileManager.default.removeItem(atPath: directory)
    }

    /// Runs statements that take their time.
    func psql(_ statements: String) throws {
        let path = directory + "/statements.sql"
        try statements.write(toFile: path, atomically: true, encoding: .utf8)
        _ = try output(of: ["psql", "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--file=\(path)", url])
    }

    /// Transactions a second. A number of them ends it: a time would by a signal, which threads of this process block, and what they start.
    func pgbench(clients: Int) throws -> Double {
        let text = try output(of: [
            "pgbench", "--no-vacuum", "--protocol=prepared", "--client=\(clients)", "--jobs=\(min(clients, 2))", "--transactions=\(clients == 1 ? 1000 : 300)",
            "--file=\(directory)/script.sql", url,
        ])
        guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("tps = ") }),
            let rate = Double(line.dropFirst(6).prefix { $0.isNumber || $0 == "." })
        else { throw Failure(what: "pgbench said no rate") }
        return rate
    }

    private func output(of command: [String]) throws -> String {
        let (run, output) = (Process(), Pipe())
        run.executableURL = URL(filePath: "/usr/bin/env")
        run.arguments = command
        run.standardInput = FileHandle.nullDevice
        run.standardOutput = output
        try run.run()
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        run.waitUntilExit()
        guard run.terminationStatus == 0 else { throw Failure(what: "\(command[0]) failed") }
        return text
    }
}
