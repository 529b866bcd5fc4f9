internal import COrchestratorPQ
internal import OrchestratorDatabase

/// The settings of each connection.
struct SessionSettings {
    private let statements: [String]

    init(_ tuning: PostgresTuning) {
        func setting(_ name: String, _ duration: Duration) -> String { "SET \(name) = \(Int(duration / .milliseconds(1)))" }
        statements = [
            // Invariant 1.
            "SET synchronous_commit = on", setting("statement_timeout", tuning.statementTime), setting("lock_timeout", tuning.lockTime),
            setting("idle_in_transaction_session_timeout", tuning.idleInWrite), "SET client_min_messages = warning", "SET bytea_output = hex",
            "SET extra_float_digits = 1", "SET standard_conforming_strings = on", "SET TIME ZONE 'UTC'",
            // Statements of writes go by indexes whatever the values are, and to plan one takes longer than to run it.
            "SET plan_cache_mode = force_generic_plan",
        ]
    }

    private static let question = """
        SELECT current_setting('synchronous_commit'), current_setting('server_encoding'), pg_postmaster_start_time()::text,
            coalesce((SELECT stats_reset::text FROM pg_stat_bgwriter), ''), coalesce(current_schema(), '')
        """

    /// Makes the settings, in one round trip, and reads back what matters.
    ///
    /// - Throws: ``DatabaseError``: of kind `version` for a server that is too old, of kind `permission` for one that can't be used.
    func make(on connection: ServerConnection) throws -> ServerIncarnation {
        let location = connection.address.location
        guard libpq.PQserverVersion(connection.handle) >= 130_000 else {
            throw DatabaseError(.version, at: location, "the server is older than PostgreSQL 13: use a newer one")
        }
        guard let pointer = libpq.PQexec(connection.handle, (statements + [Self.question]).joined(separator: "; ")) else {
            throw DatabaseError(.lost(connection.message), at: location)
        }
        let result = ServerResult(pointer)
        guard result.status == PGRES_TUPLES_OK, result.rows == 1 else { throw DatabaseError(result.failure, at: location) }
        let values = result.values(ofRow: 0, result.types).map { if case .text(let text) = $0 { text } else { "" } }
        guard values[0] == "on" else {
            throw DatabaseError(.permission, at: location, "the server did not take the setting that durability rests on: synchronous_commit")
        }
        guard values[1] == "UTF8" else {
            throw DatabaseError(
                .permission, at: location, "the database's encoding is not UTF8: make another with 'createdb --encoding=UTF8 --template=template0'")
        }
        guard !values[4].isEmpty else {
            throw DatabaseError(.permission, at: location, "the schema that 'search_path' names is not there, or not for this user")
        }
        return ServerIncarnation(start: values[2], statistics: values[3])
    }
}
