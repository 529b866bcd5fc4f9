public import OrchestratorDatabase
public import OrchestratorModel

/// What the store holds, counted.
///
/// The counts are kept as the store changes; they equal what a count over the rows would give, and cost the same however many there are.
public struct Statistics: Sendable {
    /// Runs by status; a status without runs is left out.
    public let runs: [Run.Status: Int]
    /// The number of rows of each table that is counted.
    public let rows: [(table: String, count: Int)]
    /// Phases by status; a status without phases is left out.
    public let phasesByStatus: [Phase.Status: Int]
    /// Phases by size; a size without phases is left out.
    public let phasesBySize: [Phase.Size: Int]
    /// How many completed phases took how many passes; 0 are those that were completed by hand.
    public let passesToGreen: [Int: Int]
    /// Findings by severity, zeros included.
    public let findingsBySeverity: SeverityCounts
    /// Findings by category; a category without findings is left out.
    public let findingsByCategory: [Finding.Category: Int]
    /// Findings that are resolved.
    public let resolvedFindings: Int
    /// How long all runs together have been planned, carried out and paused.
    public let timeInStatus: [Run.Status: Duration]
    /// Tokens and cost as agents reported them, of all executions.
    public let usage: Usage
    /// Files of artifacts.
    public let artifacts: Int
    /// Bytes of artifacts as they were written: before some were compressed or deleted.
    public let artifactBytes: Int
    /// How the engine keeps the database.
    public let storage: [StorageFact]

    /// Completed runs among those that have ended, from 0 to 1; `nil` where none has.
    public var successRate: Double? {
        Self.ratio(runs[.completed] ?? 0, of: Run.Status.allCases.filter(Run.transitions.isFinal).map { runs[$0] ?? 0 }.clampedSum())
    }

    /// How many passes a completed phase took on average; `nil` where no phase was completed by a pass.
    public var meanPassesToGreen: Double? {
        let phases = passesToGreen.filter { $0.key > 0 }
        let passes = phases.reduce(0) { $0 + Double($1.key) * Double($1.value) }
        return Self.ratio(passes, of: phases.values.clampedSum())
    }

    /// What one of so many took of the usage on average: a run, a phase, a resolved finding; `nil` where there are none.
    ///
    /// - Parameter count: The number of runs, phases or resolved findings.
    public func usage(per count: Int) -> Usage? {
        guard count > 0 else { return nil }
        return Usage(
            inputTokens: usage.inputTokens.map { $0 / count }, outputTokens: usage.outputTokens.map { $0 / count },
            costMicrodollars: usage.costMicrodollars.map { $0 / count })
    }

    /// The number of runs.
    public var runCount: Int { runs.values.clampedSum() }

    /// The number of phases.
    public var phaseCount: Int { phasesByStatus.values.clampedSum() }

    private static func ratio(_ part: Int, of whole: Int) -> Double? { ratio(Double(part), of: whole) }

    private static func ratio(_ part: Double, of whole: Int) -> Double? { whole == 0 ? nil : part / Double(whole) }

    /// - Parameter tally: The sum over all runs.
    init(_ tally: Tally, storage: [StorageFact]) {
        func sums<Value: CaseIterable & Hashable>(_ count: (Value) -> Int) -> [Value: Int] {
            Dictionary(uniqueKeysWithValues: Value.allCases.map { ($0, count($0)) }).filter { $0.value != 0 }
        }
        func findings(_ severities: [Severity], _ categories: [Finding.Category], _ states: [Bool]) -> Int {
            severities.flatMap { severity in
                categories.flatMap { category in states.map { tally[.findings(severity, category, isResolved: $0)] } }
            }.clampedSum()
        }
        let (severities, categories) = (Array(Severity.allCases), Array(Finding.Category.allCases))
        let runs: [Run.Status: Int] = sums { tally[.runs($0)] }
        let phases: [Phase.Status: Int] = sums { status in Phase.Size.allCases.map { tally[.phases(status, $0)] }.clampedSum() }
        self.runs = runs
        phasesByStatus = phases
        phasesBySize = sums { size in Phase.Status.allCases.map { tally[.phases($0, size)] }.clampedSum() }
        passesToGreen = tally.passesToGreen
        var counts = SeverityCounts()
        for severity in severities { counts[severity] = findings([severity], categories, [true, false]) }
        findingsBySeverity = counts
        findingsByCategory = sums { findings(severities, [$0], [true, false]) }
        resolvedFindings = findings(severities, categories, [true])
        timeInStatus = sums { tally[.time($0)] }.mapValues { Duration.microseconds($0) }
        usage = Usage(
            inputTokens: tally[.inputTokens], outputTokens: tally[.outputTokens], costMicrodollars: tally[.costMicrodollars])
        artifacts = tally[.artifacts]
        artifactBytes = tally[.artifactBytes]
        rows = [
            (Tables.runs.name, runs.values.clampedSum()), (Tables.phases.name, phases.values.clampedSum()),
            (Tables.executions.name, Execution.Status.allCases.map { tally[.executions($0)] }.clampedSum()),
            (Tables.findings.name, findings(severities, categories, [true, false])), (Tables.artifacts.name, tally[.artifacts]),
            (Tables.events.name, tally[.events]),
        ]
        self.storage = storage
    }
}
