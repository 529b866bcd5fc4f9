/// Paths as texts; nothing is asked of the file system.
enum FilePaths {
    /// The path made absolute and free of `.` and `..`, as POSIX resolves them where no link is in between.
    static func absolute(_ path: String, in directory: String) -> String {
        let whole = path.hasPrefix("/") ? path : directory + "/" + path
        var parts: [Substring] = []
        for part in whole.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }

    /// The directory that holds the path.
    static func parent(_ path: String) -> String {
        let parts = path.split(separator: "/")
        return (path.hasPrefix("/") ? "/" : "") + parts.dropLast().joined(separator: "/")
    }

    static func name(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }

    /// The path relative to the directory where it lies in it, else the path itself.
    static func shortened(_ path: String, from directory: String) -> String {
        let prefix = directory.hasSuffix("/") ? directory : directory + "/"
        return path.hasPrefix(prefix) && path.utf8.count > prefix.utf8.count ? String(path.dropFirst(prefix.count)) : path
    }

    /// Whether the absolute path is the directory or lies in it.
    static func contains(_ directory: String, _ path: String) -> Bool {
        path == directory || directory == "/" || path.hasPrefix(directory + "/")
    }
}
