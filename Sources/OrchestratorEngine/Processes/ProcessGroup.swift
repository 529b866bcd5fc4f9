#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Signals to processes that are ours to end, and to no others.
package enum ProcessGroup {
    /// Sends SIGTERM to a whole group, and SIGCONT so that a stopped process gets to see it.
    static func terminate(leader: Int) {
        signal(SIGTERM, group: leader)
        signal(SIGCONT, group: leader)
    }

    /// Sends SIGKILL to a whole group.
    package static func kill(leader: Int) {
        signal(SIGKILL, group: leader)
    }

    /// Sends SIGKILL to one process.
    static func kill(process: Int) {
        guard process > 1, process != Int(getpid()), let pid = Int32(exactly: process) else { return }
        sendSignal(pid, SIGKILL)
    }

    private static func signal(_ number: Int32, group leader: Int) {
        // -1 and 0 would mean everything, or our own group.
        guard leader > 1, let group = Int32(exactly: leader), group != getpgrp(), group != getpid() else { return }
        if sendSignal(-group, number) != 0, errno == ESRCH { sendSignal(group, number) }
    }

    @discardableResult
    private static func sendSignal(_ target: Int32, _ number: Int32) -> Int32 {
        #if canImport(Darwin)
            Darwin.kill(target, number)
        #elseif canImport(Musl)
            Musl.kill(target, number)
        #else
            Glibc.kill(target, number)
        #endif
    }
}
