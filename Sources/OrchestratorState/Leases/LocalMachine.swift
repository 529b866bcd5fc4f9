#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif
package import OrchestratorModel

/// The machine that this process runs on.
package struct LocalMachine: Machine {
    package init() {}

    package var microsecondsSinceBoot: Int {
        var time = timespec()
        #if os(Linux)
            clock_gettime(CLOCK_BOOTTIME, &time)
        #else
            // On Darwin this clock counts while the machine sleeps.
            clock_gettime(CLOCK_MONOTONIC, &time)
        #endif
        return time.tv_sec * 1_000_000 + time.tv_nsec / 1000
    }

    package func liveness(of holder: LeaseHolder) -> ProcessIdentity.Liveness {
        ProcessIdentity(holder).liveness
    }

    package func holder(since: Timestamp) -> LeaseHolder {
        ProcessIdentity.current.holder(since: since)
    }
}
