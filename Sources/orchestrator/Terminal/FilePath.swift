import Foundation

/// Paths as the command line takes them.
enum FilePath {
    /// The absolute path without dots, as runs keep their repository.
    static func absolute(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.path
    }
}
