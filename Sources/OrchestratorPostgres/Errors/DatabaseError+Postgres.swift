internal import OrchestratorDatabase

extension DatabaseError {
    /// Classifies a failure by its SQLSTATE.
    init(_ failure: ServerFailure, sql: String = "", at location: String) {
        let (kind, message) = Self.classify(failure)
        let place = sql.isEmpty ? "" : " - while executing `\(sql)`"
        self.init(kind, at: location, message, cause: "PostgreSQL \(failure.state.isEmpty ? "connection" : failure.state): \(failure.text)\(place)")
    }

    private static func classify(_ failure: ServerFailure) -> (Kind, String) {
        if failure.isLoss { return (.unavailable, "the connection to the server was lost: try again") }
        if failure.state == "42501" {
            // The server's sentence names a schema or a table, and no values of rows.
            return (.permission, "the database does not let this user do that (\(failure.text)): let the owner of its tables grant it, or be the owner")
        }
        if failure.isConflict { return (.busy, "another transaction was in the way each time: try again") }
        if let exact = exactly(failure.state) { return exact }
        switch failure.state.prefix(2) {
        case "23": return (.conflict, "the change contradicts what the database holds")
        case "28": return (.permission, "the server refuses this user: look at the user, the password and the server's pg_hba.conf")
        case "53": return (.unavailable, "the server has not enough resources: try again later")
        case "55": return (.busy, "another transaction has locked what is needed and did not finish in time: try again")
        case "57": return (.unavailable, "the operation was interrupted")
        case "58": return (.io, "the server failed to read or write its storage: look at its log")
        case "F0", "XX": return (.io, "the server met an error of its own: look at its log")
        default: return (.statement, "the database refused a statement")
        }
    }

    private static func exactly(_ state: String) -> (Kind, String)? {
        switch state {
        // A document that is no JSON fails in the check of its column, with the error of the conversion.
        case "22P02": (.conflict, "the change contradicts what the database holds")
        case "25006": (.permission, "the database can't be written here: the server, or this user, may only read")
        case "3D000": (.permission, "there is no database of that name on the server: make it with 'createdb'")
        case "3F000": (.permission, "the schema that 'search_path' names is not there")
        // No such column, object or table, and no unique key of those columns.
        case "42703", "42704", "42P01", "42P10": (.schema, "a table, a column or a key of the database is missing")
        case "53100": (.full, "no space is left on the server: make room and try again")
        case "53300": (.busy, "the server has no connection left: try again, or raise its 'max_connections'")
        case "57014": (.busy, "the server took longer than is allowed for one statement: try again")
        case "XX001", "XX002": (.corrupt, "the database is damaged: restore a backup")
        default: nil
        }
    }
}
