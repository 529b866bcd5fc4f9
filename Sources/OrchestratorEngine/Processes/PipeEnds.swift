#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Pipes that no child inherits by accident.
enum PipeEnds {
    /// The read end and the write end of a new pipe; `nil` if the process has no descriptors left.
    static func make() -> (readEnd: Int32, writeEnd: Int32)? {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        // Between the two calls another thread could start a child that inherits the ends; those that we start close everything they were not given.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    /// Lets reads and writes of this end return instead of waiting. The other end keeps its own mode.
    static func makeNonBlocking(_ descriptor: Int32) {
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    }

    /// Lets a pipe hold more, where that can be asked for: fewer switches between writer and reader.
    static func enlarge(_ descriptor: Int32) {
        #if os(Linux)
            // F_SETPIPE_SZ is 1024 + 7 in <linux/fcntl.h>; 1 MiB is the most that an unprivileged process gets.
            _ = fcntl(descriptor, 1031, Int32(1 << 20))
        #endif
    }

    /// Keeps a write to a pipe without a reader from ending this process, where that is a property of the pipe.
    static func silenceBrokenPipe(_ descriptor: Int32) {
        #if canImport(Darwin)
            _ = fcntl(descriptor, F_SETNOSIGPIPE, 1)
        #endif
    }
}
