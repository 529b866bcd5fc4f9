internal import Foundation
internal import OrchestratorDatabase

/// A file that is to be put in the place of a database. What is wrong with it is told of it by its own name, never by that of a copy.
struct BackupFile {
    let path: String

    init(_ path: String) { self.path = URL(fileURLWithPath: path).path }

    /// Throws where there is none, or something that can be seen to be none without opening it.
    func check() throws {
        guard try DatabaseFile(path: path, role: .backup).exists() else { throw DatabaseError(.unavailable, at: path, "there is no backup") }
    }

    /// Copies it under a name of its own beside a database, durably and looked through.
    func copy(besides place: DatabaseFile) throws -> String {
        do {
            return try DatabaseCopy(of: path).writeTemporary(besides: place.path)
        } catch let error as DatabaseError where error.kind == .corrupt {
            throw damaged(error)
        }
    }

    /// Runs what opens a copy; what is wrong with the copy itself is wrong with the backup, what is not is with the place it lies in.
    func using<Value>(_ copy: String, for place: DatabaseFile, _ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as DatabaseError where error.location == copy {
            switch error.kind {
            case .corrupt: throw damaged(error)
            case .version: throw DatabaseError(.version, at: path, error.message, cause: error.cause)
            default: throw DatabaseError(error.kind, at: place.path, "the copy of the backup can't be used: \(error.message)", cause: error.cause)
            }
        }
    }

    /// Throws where the copy is a database of another program.
    func checkMaker(_ copy: String, for place: DatabaseFile, _ predecessors: [Predecessor]) throws {
        let connection = try OpenConnection(path: copy, settings: ["PRAGMA query_only = ON"])
        defer { try? connection.close() }
        try connection.use { statements in
            let found = try SQLiteDatabase.naming(path) {
                try predecessors.first { try $0.recognizes(SQLiteConnection(statements: statements)) }
            }
            if let found {
                throw DatabaseError(
                    .version, at: path,
                    "the backup is a database of the \(found.program): put it in the place of \(place.path) by hand, and it is taken over when it is opened")
            }
            let tables = try statements.value("SELECT COUNT(*) FROM sqlite_schema")
            let own = try statements.value("SELECT COUNT(*) FROM sqlite_schema WHERE name = '\(Migrator.table)'")
            guard tables == .integer(0) || own == .integer(1) else {
                throw DatabaseError(.version, at: path, "the backup was made by another program: it can't be restored; name another one")
            }
        }
    }

    private func damaged(_ error: DatabaseError) -> DatabaseError {
        DatabaseError(.corrupt, at: path, "the backup is damaged: it can't be restored; name another one", cause: error.cause)
    }
}
