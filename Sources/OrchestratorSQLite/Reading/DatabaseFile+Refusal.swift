internal import Foundation
internal import OrchestratorDatabase

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

extension DatabaseFile {
    /// Why the database, which is there, can only be read; `nil` where files can be made beside it, as writing demands.
    ///
    /// Where all of them are there and can be written, nothing needs to be made.
    func refusal() -> DatabaseError? {
        let directory = URL(fileURLWithPath: path).deletingLastPathComponent().path
        guard access(directory, W_OK | X_OK) != 0, errno == EACCES || errno == EROFS else { return nil }
        let cause = String(cString: strerror(errno))
        if ["", "-wal", "-shm", ".lock"].allSatisfy({ access(path + $0, W_OK) == 0 }) { return nil }
        return DatabaseError(
            .permission, at: path,
            """
            nothing can be written in the directory of the database, so that it can only be read: let this user write there, or make a copy \
            elsewhere ('orchestrator db backup FILE') and name that in 'state.url'
            """, cause: cause)
    }
}
