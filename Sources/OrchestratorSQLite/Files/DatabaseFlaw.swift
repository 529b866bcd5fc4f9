internal import OrchestratorDatabase

/// What keeps a file from being a database that can be used.
enum DatabaseFlaw {
    case unreadable
    case empty
    case noDatabase
    case cutOff

    /// The error of a file that should be a store, or a backup of one: what to do differs.
    func error(at path: String, of role: DatabaseFile.Role) -> DatabaseError {
        let kind: DatabaseError.Kind =
            switch self {
            case .unreadable: .permission
            case .empty, .noDatabase, .cutOff: .corrupt
            }
        return DatabaseError(kind, at: path, role == .store ? sentenceOfStore : sentenceOfBackup)
    }

    private var sentenceOfStore: String {
        switch self {
        case .unreadable: "the database can't be read by this user"
        case .empty: "the file is empty: restore a backup, or remove it to begin anew"
        case .noDatabase: "the file is not a database: move it away, or name another one in 'state.url'"
        case .cutOff: "the database is cut off: restore a backup, or move the file away to begin anew"
        }
    }

    private var sentenceOfBackup: String {
        switch self {
        case .unreadable: "the backup can't be read by this user"
        case .empty: "the backup is empty: it can't be restored; name another one"
        case .noDatabase: "the backup is not a database: it can't be restored; name another one"
        case .cutOff: "the backup is cut off: it can't be restored; name another one"
        }
    }
}
