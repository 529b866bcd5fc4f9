import Foundation

/// Paths as the command line takes them.
enum FilePath {
    /// The absolute path without dots, as runs keep their repository.
    static func absolute(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.path
    }

    /// Whether there is nothing of that name. What can't be looked at may be there: whoever opens it learns why it can't be.
    static func isAbsent(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) != 0 && (errno == ENOENT || errno == ENOTDIR)
    }
}
