/// A question put to a human, and the answer.
public struct ManualIntervention: Hashable, Sendable, Codable {
    /// The identity of an intervention.
    public typealias ID = Identifier<ManualIntervention>

    /// The identity.
    public let id: ID
    /// The phase it is about.
    public let phaseID: Phase.ID
    /// Why a human is asked.
    public var reason: Reason
    /// Whether it is answered.
    public var status: Status
    /// The answer.
    public var action: Action?
    /// Who answered.
    public var actor: String?
    /// What they said to it.
    public var notes: String?
    /// When the question lapses; once it is answered, when the answer does unless an execution has used it.
    public var expiresAt: Timestamp?
    /// The execution that used the answer.
    public var consumedBy: Execution.ID?
    /// When it was asked.
    public var createdAt: Timestamp
    /// When it was answered, or lapsed.
    public var resolvedAt: Timestamp?

    /// Why a human is asked; also why a run is paused.
    public enum Reason: String, Hashable, Sendable, Codable, CaseIterable {
        /// The last retry was blocked too.
        case maxRetriesExceeded = "max_retries_exceeded"
        /// A human asked for it.
        case userRequested = "user_requested"
        /// Something happened that a retry does not mend.
        case criticalError = "critical_error"
        /// The budget of the run is used up.
        case budgetExhausted = "budget_exhausted"
        /// Passes come and go and nothing gets better.
        case notConverging = "not_converging"
    }

    /// Whether a question is answered.
    public enum Status: String, Hashable, Sendable, Codable, CaseIterable {
        /// It waits.
        case pending
        /// It has its answer.
        case resolved
        /// The question lapsed without an answer, or its answer did before anything used it.
        case expired
    }

    /// Which status may follow which.
    public static let transitions = TransitionTable<Status>([.pending: [.resolved, .expired], .resolved: [.expired]])

    /// Whether this is an answer that the next execution will use.
    public func waitsForExecution(at now: Timestamp) -> Bool {
        status == .resolved && consumedBy == nil && (action == .resume || action == .modifySpec) && !isOver(at: now)
    }

    /// Whether the time of the question, or of its answer, is over.
    public func isOver(at now: Timestamp) -> Bool { expiresAt.map { $0 <= now } ?? false }

    /// What a human may answer.
    public enum Action: String, Hashable, Sendable, Codable, CaseIterable {
        /// Try again, with retries granted anew.
        case resume
        /// Leave the phase out.
        case skip
        /// Try again with another spec.
        case modifySpec = "modify_spec"
        /// End the run.
        case abort
    }

    /// A manual intervention with the given values, as they are: nothing is checked.
    public init(
        id: ID, phaseID: Phase.ID, reason: Reason, status: Status, action: Action? = nil, actor: String? = nil, notes: String? = nil,
        expiresAt: Timestamp? = nil, consumedBy: Execution.ID? = nil, createdAt: Timestamp, resolvedAt: Timestamp? = nil
    ) {
        self.id = id
        self.phaseID = phaseID
        self.reason = reason
        self.status = status
        self.action = action
        self.actor = actor
        self.notes = notes
        self.expiresAt = expiresAt
        self.consumedBy = consumedBy
        self.createdAt = createdAt
        self.resolvedAt = resolvedAt
    }

    enum CodingKeys: String, CodingKey {
        case reason, status, action, actor, notes
        case id = "intervention_id"
        case phaseID = "phase_id"
        case expiresAt = "expires_at"
        case consumedBy = "consumed_by"
        case createdAt = "created_at"
        case resolvedAt = "resolved_at"
    }
}
