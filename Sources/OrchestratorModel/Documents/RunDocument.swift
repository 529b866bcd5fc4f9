/// A whole run as one value: what `show --json` prints, what is exported, and what reports are made from.
public struct RunDocument: Hashable, Sendable, Codable {
    /// Always `orchestrator-run`.
    public var format = "orchestrator-run"
    /// The version of the form.
    public var version = 1
    /// The run.
    public var run: Run
    /// The redacted effective configuration that the run goes by; in JSON it is a member of the run.
    public var configuration: JSONValue
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
    public init(run: Run, configuration: JSONValue, phases: [PhaseDocument], artifacts: [Artifact], events: [Event]? = nil) {
        self.run = run
        self.configuration = configuration
        self.phases = phases
        self.artifacts = artifacts
        self.events = events
    }

    /// The run with its configuration.
    package var configuredRun: ConfiguredRun { ConfiguredRun(run: run, configuration: configuration) }

    /// Encodes the document; `events` is left out where the history was not asked for.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(format, forKey: .format)
        try container.encode(version, forKey: .version)
        try container.encode(configuredRun, forKey: .run)
        try container.encode(phases, forKey: .phases)
        try container.encode(artifacts, forKey: .artifacts)
        if let events { try container.encode(events, forKey: .events) }
    }

    /// Decodes what was encoded.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        format = try container.decode(String.self, forKey: .format)
        version = try container.decode(Int.self, forKey: .version)
        let run = try container.decode(ConfiguredRun.self, forKey: .run)
        (self.run, configuration) = (run.run, run.configuration)
        phases = try container.decode([PhaseDocument].self, forKey: .phases)
        artifacts = try container.decode([Artifact].self, forKey: .artifacts)
        events = try container.decodeIfPresent([Event].self, forKey: .events)
    }

    enum CodingKeys: String, CodingKey {
        case format, version, run, phases, artifacts, events
    }
}
