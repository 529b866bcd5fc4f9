internal import OrchestratorModel

extension RunHead {
    /// Whether a worker that may still be at work holds the run.
    func isHeld(at now: Timestamp, machine: any Machine) -> Bool {
        LeaseStanding(self).isHeld(at: now, machine: machine)
    }
}

extension LeaseStanding {
    init(_ head: RunHead) {
        self.init(
            owner: head.leaseOwner, holder: head.leaseHolder, expiresAt: head.leaseExpiresAt, bootDeadline: head.leaseBootDeadline, readAt: head.readAt)
    }
}
