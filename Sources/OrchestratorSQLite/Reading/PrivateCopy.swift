internal import Foundation
internal import OrchestratorDatabase

/// A copy of a database that only this process sees, made where the database can't be read in its own place. It goes with the value.
///
/// The files are copied as they are, with the log, and nobody was seen to change one meanwhile: SQLite does with the copy what it would have
/// done with the database.
final class PrivateCopy: Sendable {
    /// The file of the copy.
    let path: String
    private let directory: CopyDirectory

    /// - Throws: `DatabaseError`; of kind `busy` where the files are changed all the time.
    init(of database: String) throws {
        do {
            directory = try CopyDirectory()
        } catch {
            throw DatabaseError(
                .permission, at: database,
                "the database must be copied to be read here, and nothing can be made in '\(FileManager.default.temporaryDirectory.path)'",
                cause: String(describing: error))
        }
        path = directory.path + "/" + URL(fileURLWithPath: database).lastPathComponent
        do {
            for _ in 0..<100 {
                let before = DatabaseFiles(of: database)
                if before.isSettled(at: WallTime.microseconds) {
                    for suffix in ["", "-wal", "-journal"] { try Self.copy(database + suffix, to: path + suffix) }
                    if DatabaseFiles(of: database) == before { return }
                }
                usleep(25_000)
            }
        } catch let error as DatabaseError {
            throw DatabaseError(error.kind, at: database, "the database must be copied to be read here, and \(error.message)", cause: error.cause)
        }
        throw DatabaseError(.busy, at: database, "the database is being changed all the time, and can't be copied to be read here: try again")
    }

    /// Copies a file where there is one, in place of an earlier copy.
    private static func copy(_ file: String, to target: String) throws {
        unlink(target)
        guard FileIdentity(path: file) != nil else { return }
        guard FileManager.default.createFile(atPath: target, contents: nil, attributes: [.posixPermissions: 0o600]),
            let output = FileHandle(forWritingAtPath: target)
        else { throw DatabaseFile(path: target).failure("the copy can't be made") }
        defer { try? output.close() }
        try DatabaseFile(path: file).forEachPiece { bytes in
            do { try output.write(contentsOf: bytes) } catch { throw DatabaseFile(path: target).failure("the copy can't be written") }
        }
    }
}
