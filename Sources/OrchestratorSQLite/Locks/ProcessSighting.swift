internal import Foundation

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// A process of this machine, as others see it: for messages.
struct ProcessSighting: Hashable, Sendable, CustomStringConvertible {
    let processID: Int32
    /// Since when it does what the message is about, in microseconds since 1970; `nil` where that is not known.
    let since: Int64?
    /// The name of its program, made safe to print; `nil` where it can't be seen.
    let name: String?
    /// Whether it was stopped and waits to be let go on.
    let isStopped: Bool

    init(processID: Int32, since: Int64?) {
        self.processID = processID
        self.since = since
        let status = Self.status(of: processID)
        name = status?.name
        isStopped = status?.state == "T" || status?.state == "t"
    }

    var description: String {
        guard processID != getpid() else { return "this process (\(processID))" }
        return "process \(processID)" + (name.map { " (\($0))" } ?? "")
    }

    /// Since when, as text.
    var sinceText: String? {
        since.map { Date(timeIntervalSince1970: Double($0) / 1_000_000).ISO8601Format() }
    }

    /// This process.
    static var currentID: Int32 { getpid() }

    /// The program's name and the state of a process.
    private static func status(of process: Int32) -> (name: String, state: Character)? {
        #if os(Linux)
            guard let line = SystemText.read("/proc/\(process)/stat"),
                let start = line.firstIndex(of: "("), let end = line.lastIndex(of: ")"), start < end
            else { return nil }
            guard let state = line[line.index(after: end)...].first(where: { $0 != " " }) else { return nil }
            return (safe(line[line.index(after: start)..<end]), state)
        #else
            var query: [Int32] = [CTL_KERN, KERN_PROC, KERN_PROC_PID, process]
            var info = kinfo_proc()
            var size = MemoryLayout<kinfo_proc>.stride
            guard sysctl(&query, UInt32(query.count), &info, &size, nil, 0) == 0, size > 0 else { return nil }
            let name = withUnsafeBytes(of: info.kp_proc.p_comm) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            return (safe(name[...]), Int32(info.kp_proc.p_stat) == SSTOP ? "T" : "R")
        #endif
    }

    /// A process chooses its name: what could act on a terminal is replaced.
    private static func safe(_ name: Substring) -> String {
        String(name.unicodeScalars.map { (0x20..<0x7F).contains($0.value) ? Character($0) : "?" })
    }
}
