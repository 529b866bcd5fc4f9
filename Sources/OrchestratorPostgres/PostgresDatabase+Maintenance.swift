public import OrchestratorDatabase

extension PostgresDatabase {
    /// Refuses: a copy of what is on a server is made with the server's own means.
    ///
    /// - Throws: ``DatabaseError`` of kind `permission`, which says what to run.
    public func backUp(to path: String) async throws {
        throw DatabaseError(
            .permission, at: location,
            "a store on a server is copied with the server's own programs: run 'pg_dump --format=custom --file=FILE URL', and 'pg_restore' to get it back")
    }

    /// Lets the server clean the tables up and take new statistics of them. Others go on reading and writing meanwhile.
    ///
    /// - Returns: How many bytes became free, as far as whole pages at the ends of tables did.
    public func vacuum() async throws -> Int {
        let before = try await tableBytes()
        try await pool.perform { worker, _ in
            let (session, location) = (try worker.session().session, worker.pool.address.location)
            defer { worker.dropSession() }
            session.beginReading(limit: worker.pool.tuning.readTime)
            var names: [String] = []
            try session.rows(of: "SELECT quote_ident(c.relname) FROM pg_class AS c WHERE \(Self.ownTables)") { names.append(try $0.text()) }
            try session.rollBack()
            do {
                try session.runAlone("SET statement_timeout = 0")
                if !names.isEmpty { try session.runAlone("VACUUM (ANALYZE) \(names.joined(separator: ", "))") }
            } catch let failure as ServerFailure {
                throw DatabaseError(failure, sql: "VACUUM", at: location)
            }
        }
        return max(0, before - (try await tableBytes()))
    }

    /// Facts about the server and the tables.
    public func storageFacts() async throws -> [StorageFact] {
        let (location, connections) = (location, pool.connections)
        let settings = try await read { connection in
            try connection.all(
                """
                SELECT name, setting FROM pg_settings
                WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums', 'max_connections') ORDER BY name
                """
            ) { StorageFact(try $0.text(), try $0.text()) }
        }
        let facts = try await read { connection in
            try connection.first(
                """
                SELECT current_setting('server_version'), pg_database_size(current_database()), current_schema()::text,
                    (SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid())
                """
            ) { row in
                [
                    StorageFact("engine_version", try row.text()), StorageFact("database_bytes", try row.integer()),
                    StorageFact("schema", try row.text()), StorageFact("encrypted", try row.next()),
                ]
            }
        }
        return [StorageFact("engine", "postgresql"), StorageFact("location", location)] + (facts ?? [])
            + [StorageFact("table_bytes", try await tableBytes()), StorageFact("connections", connections)] + settings
    }

    private static var ownTables: SQLStatement { "c.relkind = 'r' AND c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())" }

    private func tableBytes() async throws -> Int {
        try await read { connection in
            try connection.first("SELECT COALESCE(SUM(pg_total_relation_size(c.oid)), 0) FROM pg_class AS c WHERE \(Self.ownTables)") {
                try $0.integer()
            } ?? 0
        }
    }
}
