import OrchestratorModel

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Finds the file to execute, and says in a sentence why there is none.
enum ExecutableLookup {
    /// Why a program can't be started.
    struct Failure: Error {
        let reason: String
    }

    /// The path of a program, given by a name that is searched for in `PATH`, or by a path.
    ///
    /// Only absolute directories are searched: what runs must not depend on the directory in which it runs.
    static func path(of program: String, request: ProcessRequest) throws(Failure) -> String {
        guard !program.isEmpty else { throw Failure(reason: "no program is named") }
        let shown = "'\(Printable.escaped(program))'"
        guard !program.contains("/") else {
            let path = program.hasPrefix("/") ? program : request.workingDirectory + "/" + program
            if let problem = problem(of: path) { throw Failure(reason: "\(shown) \(problem)") }
            return path
        }
        let directories = (request.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":").filter { $0.hasPrefix("/") }
        var found: String?
        for directory in directories {
            let path = "\(directory)/\(program)"
            guard let problem = problem(of: path) else { return path }
            if problem != absent { found = found ?? "'\(Printable.escaped(path))' \(problem)" }
        }
        throw Failure(reason: found ?? "\(shown) was not found in PATH (\(Printable.escaped(directories.joined(separator: ":"))))")
    }

    private static let absent = "does not exist"

    private static func problem(of path: String) -> String? {
        var status = stat()
        guard stat(path, &status) == 0 else { return errno == EACCES ? "can't be reached: permission denied" : absent }
        if status.st_mode & S_IFMT == S_IFDIR { return "is a directory" }
        return access(path, X_OK) == 0 ? nil : "is not executable"
    }
}
