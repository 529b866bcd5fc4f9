/// A whole run as one value: what `show --json` prints, what is exported, and what reports are made from.
public struct RunDocument: Hashable, Sendable, Codable {
    /// Always `orchestrator-run`.
    public var format = "orchestrator-run"
    /// The version of the form.
    public var version = 1
    /// The run.
    public var run: Run
    /// Its phases by number.
    public var phases: [PhaseDocument]
    /// Its artifacts in the order in which they were recorded.
    public var artifacts: [Artifact]
    /// Its history; `nil` where it was not asked for.
    public var events: [Event]?

    /// A phase with all that belongs to it.
    public struct PhaseDocument: Hashable, Sendable, Codable {
        /// The phase.
        public var phase: Phase
        /// Its executions by pass.
        public var executions: [ExecutionDocument]
        /// The questions put to humans, oldest first.
        public var interventions: [ManualIntervention]
        /// The versions of its spec.
        public var specRevisions: [SpecRevision]

        /// A phase document from its parts.
        public init(
            phase: Phase, executions: [ExecutionDocument] = [], interventions: [ManualIntervention] = [], specRevisions: [SpecRevision] = []
        ) {
            self.phase = phase
            self.executions = executions
            self.interventions = interventions
            self.specRevisions = specRevisions
        }

        enum CodingKeys: String, CodingKey {
            case phase, executions, interventions
            case specRevisions = "spec_revisions"
        }
    }

    /// An execution with its findings.
    public struct ExecutionDocument: Hashable, Sendable, Codable {
        /// The execution.
        public var execution: Execution
        /// What was found in it, in the order in which it was reported.
        public var findings: [Finding]

        /// An execution document from its parts.
        public init(execution: Execution, findings: [Finding] = []) {
            self.execution = execution
            self.findings = findings
        }
    }

    /// A document from its parts.
    public init(run: Run, phases: [PhaseDocument], artifacts: [Artifact], events: [Event]? = nil) {
        self.run = run
        self.phases = phases
        self.artifacts = artifacts
        self.events = events
    }

    /// Encodes the document; `events` is left out where the history was not asked for.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(format, forKey: .format)
        try container.encode(version, forKey: .version)
        try container.encode(run, forKey: .run)
        try container.encode(phases, forKey: .phases)
        try container.encode(artifacts, forKey: .artifacts)
        if let events { try container.encode(events, forKey: .events) }
    }
}
