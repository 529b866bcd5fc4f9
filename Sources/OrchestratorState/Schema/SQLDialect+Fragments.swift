internal import OrchestratorDatabase

extension SQLDialect {
    /// Whether the contents of artifacts are kept in the database, for there may be other machines; the files are copies then.
    var keepsContents: Bool { self != .sqlite }

    /// The elements of a list in JSON, as rows with the column `value`.
    func elements(of json: String) -> SQLStatement {
        switch self {
        case .sqlite: "json_each(\(json))"
        case .postgresql: "json_array_elements_text(\(json)::json) AS elements (value)"
        }
    }

    /// A join whose left side is walked in its order, looking up the row of a table by a unique key.
    func join(_ table: String, by key: String, _ value: String) -> String {
        switch self {
        case .sqlite: "CROSS JOIN \(table) ON \(table).\(key) = \(value)"
        // Otherwise both sides may be walked side by side, past all rows in between.
        case .postgresql: "CROSS JOIN LATERAL (SELECT * FROM \(table) WHERE \(table).\(key) = \(value) LIMIT 1) AS \(table)"
        }
    }

    /// A join with the one row of a table that the rest of a query finds, which may name columns of the left side; it is looked up for each row there.
    func joinOfFirst(_ key: String, in table: String, _ rest: SQLStatement) -> SQLStatement {
        switch self {
        case .sqlite: "CROSS JOIN \(raw: table) ON \(raw: table).\(raw: key) = (SELECT \(raw: key) FROM \(rest))"
        // Joined by the key, the whole table may be read.
        case .postgresql: "CROSS JOIN LATERAL (SELECT * FROM \(rest)) AS \(raw: table)"
        }
    }

    /// Whether bodies run on threads of the driver, and not on the caller's.
    var hasThreads: Bool { self != .sqlite }

    /// Whether what is asked for each row may be answered by walking a list beside the rows. It must be told then where they begin and end, or it is walked
    /// from its own beginning.
    var walksBeside: Bool { self != .sqlite }

    /// Whether several rows are better written by one statement. In this process a statement that is compiled already costs nothing.
    var joinsWrites: Bool { self != .sqlite }

    /// A query whose rows are put together with those of others, in that order and no more of them.
    func member(_ query: SQLStatement, orderedBy order: String, limit: Int) -> SQLStatement {
        switch self {
        // It reads members in the order of the whole by itself.
        case .sqlite: query
        // It would read all rows of a member that has no order of its own.
        case .postgresql: "SELECT * FROM (\(query) ORDER BY \(raw: order) LIMIT \(limit)) AS member"
        }
    }

    /// Whether the rows that two sorted lists have in common are found by walking both in their order, and no further than is asked for.
    var intersectsInOrder: Bool {
        switch self {
        case .sqlite: true
        // It would read both lists to their ends.
        case .postgresql: false
        }
    }

    /// What follows the name of a table that is to be read from that index; nothing where the engine knows which of its indexes hold how much.
    ///
    /// SQLite would rather look a common status up in an index of all runs than walk one that holds nothing but what is asked for.
    func indexed(by index: String) -> String {
        switch self {
        case .sqlite: "INDEXED BY \(index)"
        case .postgresql: ""
        }
    }

    /// What follows a query for the row that is about to be changed, so that others who ask at the same time get another one instead of waiting.
    ///
    /// SQLite has one writer at a time.
    var skippingLocked: SQLStatement {
        switch self {
        case .sqlite: ""
        // As in `rowLock`; only the runs are locked, not what they are compared with.
        case .postgresql: "FOR NO KEY UPDATE OF runs SKIP LOCKED"
        }
    }

    /// The present moment by the clock of the database, as a text or NULL where the program's clock is the only one.
    ///
    /// Each host has a clock of its own, and they differ.
    var clock: String {
        switch self {
        case .sqlite: "NULL"
        // Not the time at which the transaction began: it may have waited for a lock since.
        case .postgresql: "to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
        }
    }

    /// A condition that holds for one transaction at a time of those that name the same text, and for no other until that one has ended; `nil`
    /// where there is one transaction that writes at a time. Nobody waits.
    func reserving(_ text: SQLStatement) -> SQLStatement? {
        switch self {
        case .sqlite: nil
        // These locks are the database's, which may hold several stores, each in a schema.
        case .postgresql: "pg_try_advisory_xact_lock(hashtextextended(concat(current_schema(), ':', \(text)), 0))"
        }
    }

    /// The sum of two whole numbers, or the number next to it where that is beyond all numbers.
    func clampedSum(_ left: String, _ right: String) -> String {
        switch self {
        // A sum that is too great is no whole number there, and made one again it is the one next to it.
        case .sqlite: "CAST(\(left) + \(right) AS INTEGER)"
        case .postgresql: "LEAST(GREATEST(\(left)::numeric + \(right), \(Int.min)), \(Int.max))::bigint"
        }
    }

    /// The share of a sum that a transaction adds to, as a number.
    var share: String {
        switch self {
        // There is one transaction that writes at a time.
        case .sqlite: "0"
        case .postgresql: "pg_backend_pid() % 16"
        }
    }

    /// A statement that tells those who wait for changes, once the transaction is committed; `nil` where they see commits by themselves.
    var announcement: SQLStatement? {
        switch self {
        case .sqlite: nil
        // Transactions that say something commit one after the other: it is for what somebody waits for, not for every change.
        case .postgresql: "SELECT pg_notify(\(Self.changesChannel), '')"
        }
    }

    /// Whether what ``integrityCheck`` finds is damage to what is stored. Otherwise it is something that can be mended, and each row says how.
    var integrityProblemsAreDamage: Bool { self == .sqlite }

    /// A query that gives one row with `ok` where the storage is sound, else a row for each problem.
    var integrityCheck: SQLStatement {
        switch self {
        case .sqlite: "PRAGMA integrity_check"
        case .postgresql:
            """
            WITH problems (problem) AS (
                SELECT 'the index ' || c.relname || ' is not valid: rebuild it with REINDEX INDEX ' || quote_ident(c.relname)
                FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid
                WHERE NOT i.indisvalid AND c.relnamespace = current_schema()::regnamespace
                UNION ALL
                SELECT 'the constraint ' || conname || ' was never checked: check it with ALTER TABLE ' || conrelid::regclass
                    || ' VALIDATE CONSTRAINT ' || quote_ident(conname) FROM pg_constraint
                WHERE NOT convalidated AND connamespace = current_schema()::regnamespace
                UNION ALL
                SELECT 'the server runs with ' || name || ' = off, so that a crash of its machine may damage the database: set it to on, with '
                    || 'ALTER SYSTEM SET ' || name || ' = on and SELECT pg_reload_conf()' FROM pg_settings
                WHERE name IN ('fsync', 'full_page_writes') AND setting = 'off'
            )
            SELECT problem FROM problems UNION ALL SELECT 'ok' WHERE NOT EXISTS (SELECT 1 FROM problems)
            """
        }
    }

    /// A query for the rows that refer to a row that is not there: the table, its row, the table referred to.
    var foreignKeyCheck: SQLStatement? {
        switch self {
        case .sqlite: "SELECT \"table\", rowid, parent FROM pragma_foreign_key_check"
        // The server holds them itself, and they can't be turned off.
        case .postgresql: nil
        }
    }

    /// What follows a query for a row that is about to be changed: whoever else wants to change it waits until the transaction ends. Nothing where
    /// there is only one who writes at a time.
    var rowLock: SQLStatement {
        switch self {
        case .sqlite: ""
        // Rows that refer to it can be added meanwhile.
        case .postgresql: "FOR NO KEY UPDATE"
        }
    }

    /// The last characters of a text.
    func ending(of text: String, length: Int) -> SQLStatement {
        switch self {
        case .sqlite: "substr(\(raw: text), \(-length))"
        case .postgresql: "right(\(raw: text), \(length)::integer)"
        }
    }
}
