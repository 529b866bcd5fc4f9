internal import OrchestratorModel

extension RunHead {
    /// Whether a worker that may still be at work holds the run.
    ///
    /// An owner whose process is seen to be gone is dead at once; one that is seen has its lease until a clock that counts since boot says
    /// otherwise; one that is out of sight, on another host or in another container, has it until the time of day says so.
    func isHeld(at now: Timestamp, machine: any Machine) -> Bool {
        guard leaseOwner != nil, let holder = leaseHolder else { return false }
        switch machine.liveness(of: holder) {
        case .dead: return false
        case .alive: return leaseBootDeadline.map { $0 > machine.microsecondsSinceBoot } ?? true
        case .outOfSight: return leaseExpiresAt.map { $0 > now } ?? false
        }
    }
}
