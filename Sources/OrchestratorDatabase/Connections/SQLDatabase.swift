/// The seam between the queries, which are written once, and the engines.
///
/// Bodies are synchronous: no suspension point ever sits inside a transaction.
public protocol SQLDatabase: Sendable {
    /// The engine.
    var dialect: SQLDialect { get }

    /// Where the database is, without secrets: for messages.
    var location: String { get }

    /// Runs the body in one snapshot, next to others, never waiting for a writer.
    ///
    /// - Throws: ``DatabaseError``, and what the body throws.
    func read<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws -> Value

    /// Runs the body in one transaction and returns once it is durable. What the body throws rolls back what it did, and that alone.
    ///
    /// The body may run on another thread, in one commit with other bodies. It may be run again from its beginning, once all that it did was undone:
    /// where many write at once, another transaction may have been in its way. So it has no effect but what it does over the connection.
    /// - Throws: ``DatabaseError``, and what the body throws.
    func write<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws -> Value

    /// Gets an element soon after something was committed that others may wait for, by this process or by another one; several that come close
    /// together are one. Each time there is something to look for, whoever waits looks, and an element may come without a reason.
    ///
    /// One may also be missed, such as while the database is out of reach: who waits looks now and then without being told. It ends when the
    /// database is closed.
    func changes() -> AsyncStream<Void>

    /// Waits for what goes on, and closes every connection. Anything after it throws `unavailable`.
    func close() async throws

    /// Copies the database, as it is at one moment, into a new file, while others go on reading and writing.
    ///
    /// What was acknowledged before the call is in the copy, and a file of that name is a whole copy. A file that is there is left alone.
    /// - Throws: ``DatabaseError``; of kind `conflict` where something of that name is there.
    func backUp(to path: String) async throws

    /// Gives storage that nothing uses any more back, in steps between which others write.
    ///
    /// - Returns: How many bytes were given back.
    func vacuum() async throws -> Int

    /// Facts about the storage, by name: for `db stats`.
    func storageFacts() async throws -> [StorageFact]
}
