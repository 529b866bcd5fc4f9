/// A program whose databases are taken over when they are opened: first they are copied beside themselves, then changed in one transaction.
public struct Predecessor: Sendable {
    /// The name of that program.
    public let program: String
    /// What the name of the copy has behind that of the database.
    public let backupSuffix: String
    /// Whether a database is one of that program. It must only read.
    ///
    /// Throws where it is one that can't be taken over.
    public let recognizes: @Sendable (any SQLConnection) throws -> Bool
    /// Changes the database into one of this program; foreign keys are not enforced meanwhile.
    ///
    /// It gets the path of the copy, and gives back what was done, for people, in sentences.
    public let takeOver: @Sendable (any SQLConnection, _ backup: String) throws -> String

    /// A predecessor.
    public init(
        program: String, backupSuffix: String, recognizes: @escaping @Sendable (any SQLConnection) throws -> Bool,
        takeOver: @escaping @Sendable (any SQLConnection, _ backup: String) throws -> String
    ) {
        self.program = program
        self.backupSuffix = backupSuffix
        self.recognizes = recognizes
        self.takeOver = takeOver
    }
}
