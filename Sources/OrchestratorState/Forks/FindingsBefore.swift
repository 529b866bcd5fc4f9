internal import OrchestratorDatabase
internal import OrchestratorModel

/// The findings of a run as they were after one of its events, found from what they are now: later events are taken back.
///
/// Of a finding the rest never changes, and it is resolved once, and waived once. So nothing is held of those that no later event tells of.
struct FindingsBefore {
    private var added: Set<Finding.ID> = []
    private var resolved: Set<Finding.ID> = []
    private var waived: Set<Finding.ID> = []

    /// Reads what later events tell, one after the other.
    init(_ sequence: Int, of run: Run.ID, _ connection: any SQLConnection) throws {
        var last = sequence
        while true {
            // Each by a query of its own: a payload may be large.
            let next = try connection.first(
                "SELECT sequence, payload FROM events WHERE run_id = \(run) AND sequence > \(last) ORDER BY sequence LIMIT 1"
            ) { (sequence: try $0.integer(), payload: try $0.json()) }
            guard let next else { return }
            last = next.sequence
            guard case .object(var members) = next.payload else { continue }
            for finding in FindingAudit.takeFindings(from: &members) { takeBack(finding) }
        }
    }

    private mutating func takeBack(_ told: JSONValue) {
        guard let members = told.object, let id = members["finding_id"]?.string.flatMap({ Finding.ID($0) }) else { return }
        if members["execution_id"] != nil {
            added.insert(id)
        } else {
            if members["resolved"] == .bool(true) { resolved.insert(id) }
            if members["waived_at"]?.string != nil { waived.insert(id) }
        }
    }

    /// The finding as it was; `nil` where it was not there yet.
    func finding(_ now: Finding) -> Finding? {
        guard !added.contains(now.id) else { return nil }
        var finding = now
        if resolved.contains(now.id) { (finding.resolved, finding.resolvedAt, finding.fixedBy) = (false, nil, nil) }
        if waived.contains(now.id) { (finding.waivedAt, finding.waivedBy, finding.waiveReason) = (nil, nil, nil) }
        return finding
    }
}
