#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Whether a process could start in a directory.
enum WorkingDirectory {
    /// What is wrong with the directory, as the rest of a sentence.
    static func problem(of path: String) -> String? {
        var status = stat()
        guard stat(path, &status) == 0 else { return errno == EACCES ? "can't be reached: permission denied" : "does not exist" }
        if status.st_mode & S_IFMT != S_IFDIR { return "is not a directory" }
        return access(path, X_OK) == 0 ? nil : "can't be entered: permission denied"
    }
}
