/// The process that holds a lease, as precisely as a machine can name one.
///
/// A process id alone may be used again; with the time the process started and the boot of its machine it can't be.
public struct LeaseHolder: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The machine's name.
    public let host: String
    /// The machine's current boot (`/proc/sys/kernel/random/boot_id`).
    public let bootID: String
    /// The process id.
    public let processID: Int
    /// When the process started, in the kernel's own unit (clock ticks since boot on Linux, microseconds on macOS).
    public let processStart: Int64
    /// When the lease was taken.
    public let since: Timestamp

    /// A holder from its parts.
    public init(host: String, bootID: String, processID: Int, processStart: Int64, since: Timestamp) {
        self.host = host
        self.bootID = bootID
        self.processID = processID
        self.processStart = processStart
        self.since = since
    }

    /// `process 4711 on host since 2026-…`.
    public var description: String { "process \(processID) on \(Printable.escaped(host)) since \(since)" }

    enum CodingKeys: String, CodingKey {
        case host, since
        case bootID = "boot_id"
        case processID = "process_id"
        case processStart = "process_start"
    }
}
