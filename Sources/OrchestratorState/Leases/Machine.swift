package import OrchestratorModel

/// What can be known of processes from here.
package protocol Machine: Sendable {
    /// Microseconds since the machine's boot, also while it slept: it can't be set, unlike the time of day.
    var microsecondsSinceBoot: Int { get }
    /// What can be said of a process that holds a lease.
    func liveness(of holder: LeaseHolder) -> ProcessIdentity.Liveness
    /// This process, as the holder of a lease taken at that time.
    func holder(since: Timestamp) -> LeaseHolder
}
