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

    /// Sends SIGTERM to one process, and SIGCONT so that a stopped one gets to see it.
    static func terminate(process: Int) {
        guard mayBeSignalled(process), let pid = Int32(exactly: process) else { return }
        sendSignal(pid, SIGTERM)
        sendSignal(pid, SIGCONT)
    }

    /// Sends SIGKILL to one process.
    static func kill(process: Int) {
        guard mayBeSignalled(process), let pid = Int32(exactly: process) else { return }
        sendSignal(pid, SIGKILL)
    }

    private static func signal(_ number: Int32, group leader: Int) {
        guard mayBeSignalled(leader), let group = Int32(exactly: leader) else { return }
        if sendSignal(-group, number) != 0, errno == ESRCH { sendSignal(group, number) }
    }

    /// Whether an id can be one of a process or group that we started. To `kill`, 0 and -1 mean our own group and everything; 1 is the system.
    static func mayBeSignalled(_ id: Int, ownProcess: Int = Int(getpid()), ownGroup: Int = Int(getpgrp())) -> Bool {
        id > 1 && id != ownProcess && id != ownGroup
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
