#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Starts programs as directly as the system can, so that what is measured is the program.
enum ChildProcess {
    struct Failure: Error {
        let program: String
        let status: Int32
    }

    /// How long a program takes from being started to having ended. Its output goes nowhere.
    static func time(_ program: String, _ arguments: [String] = [], environment: [String: String]) throws -> Duration {
        var actions: posix_spawn_file_actions_t! = nil
        #if !canImport(Darwin)
            actions = posix_spawn_file_actions_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
        var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for word in words + variables { free(word) } }
        let clock = ContinuousClock()
        var status: Int32 = 0
        var process: pid_t = 0
        let start = clock.now
        guard posix_spawn(&process, program, &actions, nil, &words, &variables) == 0 else { throw Failure(program: program, status: -1) }
        while waitpid(process, &status, 0) < 0 && errno == EINTR {}
        let time = clock.now - start
        guard status == 0 else { throw Failure(program: program, status: status) }
        return time
    }
}
