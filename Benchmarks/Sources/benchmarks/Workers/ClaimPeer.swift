import Foundation

/// What pgbench does where a worker claims a run: the best row that nobody has is taken, past those that others are just taking.
struct ClaimPeer {
    let url: String
    let directory: String
    private static let script = """
        UPDATE claimable SET owner = :client_id, epoch = epoch + 1 WHERE id = (
            SELECT id FROM claimable WHERE owner IS NULL ORDER BY priority DESC, id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED);

        """

    struct Failure: Error {
        let what: String
    }

    /// How many rows are taken in a second.
    func rate(clients: Int, rows: Int) throws -> Double {
        _ = try output(
            "psql", "--no-psqlrc", "--quiet", "--command",
            """
            DROP TABLE IF EXISTS claimable;
            CREATE TABLE claimable (id BIGINT PRIMARY KEY, priority BIGINT NOT NULL, owner BIGINT, epoch BIGINT NOT NULL);
            CREATE INDEX claimable_waiting ON claimable (priority DESC, id) WHERE owner IS NULL;
            INSERT INTO claimable SELECT n, 0, NULL, 0 FROM generate_series(1, \(rows)) AS n;
            """, url)
        let file = directory + "/claim.sql"
        try Self.script.write(toFile: file, atomically: true, encoding: .utf8)
        let text = try output(
            "pgbench", "--no-vacuum", "--protocol=prepared", "--client=\(clients)", "--jobs=2", "--transactions=\(rows / clients)", "--file=\(file)", url)
        guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("tps = ") }),
            let rate = Double(line.dropFirst(6).prefix { $0.isNumber || $0 == "." })
        else { throw Failure(what: "pgbench said no rate") }
        return rate
    }

    private func output(_ command: String...) throws -> String {
        let (process, output) = (Process(), Pipe())
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(what: "\(command[0]) failed") }
        return text
    }
}
