#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Paths without links, so that two of them can be compared.
enum RealPath {
    /// An absolute path relative to a directory; `nil` if it lies elsewhere. The path itself need not exist.
    static func relative(_ path: String, to directory: String) -> GitPath? {
        let (target, top) = (resolved(path), resolved(directory))
        if target == top { return GitPath("") }
        return target.hasPrefix(top + "/") ? GitPath(String(target.dropFirst(top.count + 1))) : nil
    }

    static func isExecutable(_ path: String) -> Bool { access(path, X_OK) == 0 }

    /// The real path of the longest part that exists, and the rest as it is.
    static func resolved(_ path: String) -> String {
        var rest: [Substring] = []
        var parts = path.split(separator: "/")
        while !parts.isEmpty {
            if let real = realpath("/" + parts.joined(separator: "/"), nil) {
                defer { free(real) }
                let base = String(cString: real)
                return ([base == "/" ? "" : base[...]] + rest).joined(separator: "/")
            }
            rest.insert(parts.removeLast(), at: 0)
        }
        return "/" + rest.joined(separator: "/")
    }
}
