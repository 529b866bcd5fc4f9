package import OrchestratorModel

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A process, named so that no other process, of any time, has the same name.
package struct ProcessIdentity: Hashable, Sendable {
    /// The machine's name.
    package let host: String
    /// The machine's boot, and the namespace in which its process ids mean something (two containers may share a boot): `BOOT` or `BOOT/pid:[N]`.
    package let bootID: String
    /// The process id.
    package let processID: Int
    /// When the process started: clock ticks since boot on Linux, microseconds since 1970 on macOS.
    package let processStart: Int64

    /// What can be said of a process from here.
    package enum Liveness: Hashable, Sendable {
        case alive
        case dead
        /// It belongs to another machine or container, so only its lease can tell.
        case outOfSight
    }

    /// An identity from its parts.
    package init(host: String, bootID: String, processID: Int, processStart: Int64) {
        self.host = host
        self.bootID = bootID
        self.processID = processID
        self.processStart = processStart
    }

    /// The process that holds a lease.
    package init(_ holder: LeaseHolder) {
        self.init(host: holder.host, bootID: holder.bootID, processID: holder.processID, processStart: holder.processStart)
    }

    /// This process, as it was when it first asked: none of this changes while it lives, and a look at leases asks for it often.
    package static let current: Self = {
        let process = Int(getpid())
        return Self(host: hostName, bootID: currentBootID, processID: process, processStart: startTime(of: process) ?? 0)
    }()

    /// This process as the holder of a lease.
    package func holder(since: Timestamp) -> LeaseHolder {
        LeaseHolder(host: host, bootID: bootID, processID: processID, processStart: processStart, since: since)
    }

    /// Whether exactly this process is alive. One that has ended and waits to be collected is not.
    package var liveness: Liveness { liveness(seenFrom: .current, start: Self.startTime(of:)) }

    /// The decision, without a look at the machine.
    func liveness(seenFrom here: Self, start: (Int) -> Int64?) -> Liveness {
        guard host == here.host else { return .outOfSight }
        let (boot, hereBoot) = (bootID.prefix { $0 != "/" }, here.bootID.prefix { $0 != "/" })
        // A machine whose boot is unknown can't say that anything is gone.
        guard !boot.isEmpty, !hereBoot.isEmpty else { return .outOfSight }
        guard boot == hereBoot else { return .dead }
        guard bootID == here.bootID else { return .outOfSight }
        return start(processID) == processStart ? .alive : .dead
    }

    /// When a process started; `nil` if there is none of that id, or it has ended and waits to be collected.
    package static func startTime(of process: Int) -> Int64? {
        guard process > 0 else { return nil }
        #if os(Linux)
            return text(ofFile: "/proc/\(process)/stat").flatMap(startTime(inStat:))
        #else
            var query: [Int32] = [CTL_KERN, KERN_PROC, KERN_PROC_PID, Int32(truncatingIfNeeded: process)]
            var info = kinfo_proc()
            var size = MemoryLayout<kinfo_proc>.stride
            guard sysctl(&query, UInt32(query.count), &info, &size, nil, 0) == 0, size > 0, info.kp_proc.p_stat != SZOMB else { return nil }
            let start = info.kp_proc.p_un.__p_starttime
            return Int64(start.tv_sec) * 1_000_000 + Int64(start.tv_usec)
        #endif
    }

    /// Field 22 of a line of `/proc/PID/stat`; `nil` for a dead process.
    ///
    /// The second field, the program's name in parentheses, may itself hold spaces and parentheses: what follows the last parenthesis counts.
    static func startTime(inStat line: String) -> Int64? {
        guard let end = line.lastIndex(of: ")") else { return nil }
        let fields = line[line.index(after: end)...].split(separator: " ")
        // The first of these is field 3, the state.
        guard fields.count > 19, fields[0] != "Z", fields[0] != "X" else { return nil }
        return Int64(fields[19])
    }

    private static var hostName: String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "localhost" }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static var currentBootID: String {
        #if os(Linux)
            let boot = text(ofFile: "/proc/sys/kernel/random/boot_id").map { $0.filter { !$0.isWhitespace } } ?? ""
            var target = [CChar](repeating: 0, count: 64)
            let count = readlink("/proc/self/ns/pid", &target, target.count)
            guard count > 0 else { return boot }
            return boot + "/" + String(decoding: target.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        #else
            var size = 0
            guard sysctlbyname("kern.bootsessionuuid", nil, &size, nil, 0) == 0, size > 0 else { return "" }
            var bytes = [CChar](repeating: 0, count: size)
            guard sysctlbyname("kern.bootsessionuuid", &bytes, &size, nil, 0) == 0 else { return "" }
            return String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        #endif
    }

    #if os(Linux)
        /// The first 4 KiB of a file of the kernel, which makes them anew at each opening.
        private static func text(ofFile path: String) -> String? {
            let descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { return nil }
            defer { close(descriptor) }
            var bytes = [UInt8](repeating: 0, count: 4096)
            let count = read(descriptor, &bytes, bytes.count)
            return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
        }
    #endif
}
