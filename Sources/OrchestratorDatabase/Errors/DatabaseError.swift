/// What went wrong in a database, classified once, in the driver. Nothing above it sees an SQLite code or a SQLSTATE.
public struct DatabaseError: Error, Sendable {
    /// The class of the error, which decides what may be done about it.
    public let kind: Kind
    /// Where the database is, without secrets.
    public let location: String
    /// A sentence that holds no values of rows.
    public let message: String
    /// The cause with its SQL, for developers; never printed by default.
    public let cause: String
    /// Whether the change may have been made all the same: the answer to its commit was lost, and can't be asked for.
    public let mayHaveCommitted: Bool

    /// What went wrong, and so what may be done.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// A constraint does not hold: the same key twice, a parent that is gone.
        case conflict
        /// Others are at work; the same call may succeed later.
        case busy
        /// The database can't be reached or was closed; the same call may succeed later.
        case unavailable
        /// The file is damaged or is no database.
        case corrupt
        /// There is no space left.
        case full
        /// Reading or writing the storage failed.
        case io
        /// The file was replaced or removed while it was in use.
        case replaced
        /// The file can't be used here by this user: its permissions, its file system, or what stands in its place.
        case permission
        /// The database was made by a newer version of the program, or its migrations were changed.
        case version
        /// A table, a column, an index or a key that statements rest on is missing, or is not as it was made: something else has changed the database.
        case schema
        /// The statement is wrong: a defect of the program.
        case statement
    }

    /// An error from its parts.
    public init(_ kind: Kind, at location: String, _ message: String, cause: String = "", mayHaveCommitted: Bool = false) {
        self.kind = kind
        self.location = location
        self.message = message
        self.cause = cause
        self.mayHaveCommitted = mayHaveCommitted
    }

    /// Whether the store can't be trusted any more: nothing may be acknowledged until it is reopened.
    public var isFatal: Bool {
        switch kind {
        case .corrupt, .full, .io, .replaced: true
        case .conflict, .busy, .unavailable, .permission, .version, .schema, .statement: false
        }
    }

    /// Whether it is known that nothing was changed.
    public var leftNothing: Bool { !isFatal && !mayHaveCommitted }
}

extension DatabaseError: CustomStringConvertible, CustomDebugStringConvertible {
    /// A sentence that is safe to print.
    public var description: String { "\(location): \(message)" }

    /// The sentence and its cause.
    public var debugDescription: String { cause.isEmpty ? description : "\(description) [\(kind.rawValue): \(cause)]" }
}
