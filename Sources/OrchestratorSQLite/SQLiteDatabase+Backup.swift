internal import Foundation
internal import OrchestratorDatabase

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

extension SQLiteDatabase {
    /// Copies the database, as it is at one moment, into a new file, while others go on reading and writing.
    ///
    /// The copy is looked through, made durable, and gets its name last: a file of that name is a whole database. What was acknowledged before
    /// the call is in it. While it lasts, the write-ahead log can't shrink.
    /// - Parameter path: Where the copy goes. A file that is there is left alone.
    /// - Throws: ``DatabaseError``; of kind `conflict` where something of that name is there.
    public func backUp(to path: String) async throws {
        try writer.check()
        try writer.watching { try DatabaseCopy(of: reading?.copy?.path ?? location).write(to: URL(fileURLWithPath: path).path) }
    }
}
