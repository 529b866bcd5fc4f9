internal import OrchestratorDatabase
internal import OrchestratorModel

/// Who holds a lease, and until when.
struct LeaseStanding {
    let owner: String?
    let holder: LeaseHolder?
    /// By the time of day.
    let expiresAt: Timestamp?
    /// By the clock that counts since boot.
    let bootDeadline: Int?
    /// When it was read, by the clock of the database; `nil` where that has none.
    let readAt: Timestamp?

    /// The columns that ``init(row:)`` reads.
    static func columns(_ dialect: SQLDialect) -> String {
        "lease_owner, lease_holder, lease_expires_at, lease_boot_deadline, \(dialect.clock)"
    }

    init(owner: String?, holder: LeaseHolder?, expiresAt: Timestamp?, bootDeadline: Int?, readAt: Timestamp?) {
        self.readAt = readAt
        self.owner = owner
        self.holder = holder
        self.expiresAt = expiresAt
        self.bootDeadline = bootDeadline
    }

    init(row: inout SQLRow) throws {
        owner = try row.optionalText()
        holder = try row.optional(LeaseHolder.init(document:))
        expiresAt = try row.optionalTime()
        bootDeadline = try row.optionalInteger()
        readAt = try row.optionalTime()
    }

    /// Whether a process that may still be at work holds it.
    ///
    /// An owner whose process is seen to be gone is dead at once; one that is seen has its lease until a clock that counts since boot says
    /// otherwise; one that is out of sight, on another host or in another container, has it until the time of day says so: that of the
    /// database, where several hosts share one, whatever their own clocks say.
    /// - Parameter now: The time of day here, for a database without a clock.
    func isHeld(at now: Timestamp, machine: any Machine) -> Bool {
        guard owner != nil, let holder else { return false }
        switch machine.liveness(of: holder) {
        case .dead: return false
        case .alive: return bootDeadline.map { $0 > machine.microsecondsSinceBoot } ?? true
        case .outOfSight: return expiresAt.map { $0 > readAt ?? now } ?? false
        }
    }
}
