internal import OrchestratorDatabase
internal import OrchestratorModel

/// A run that was exported by the Python program, as a run of this program, ready to be written.
struct LegacyImport {
    let document: RunDocument
    /// What could not be taken over as it was.
    let unplaced: [UnplacedRow]
    private let zone: LegacyZone

    /// - Parameters:
    ///   - zone: What its local times mean.
    ///   - now: For times that are nowhere said.
    /// - Throws: ``ImportProblems``.
    init(_ file: JSONFile, zone: LegacyZone, now: Timestamp) throws {
        var reader = LegacyReader(file)
        var conversion = LegacyConversion(try reader.read(), zone: zone, now: now)
        document = conversion.document()
        conversion.reportOrphans()
        unplaced = reader.unplaced + conversion.unplaced
        self.zone = zone
    }

    var report: ImportReport {
        let executions = document.phases.flatMap(\.executions)
        var report = ImportReport(run: document.run)
        let counts: [EntityKind: Int] = [
            .run: 1, .phase: document.phases.count, .execution: executions.count,
            .finding: executions.reduce(0) { $0 + $1.findings.count },
            .intervention: document.phases.reduce(0) { $0 + $1.interventions.count }, .artifact: document.artifacts.count, .event: 1,
        ]
        report.counts = counts.filter { $0.value > 0 }
        report.isLegacy = true
        report.notes = ["local times were read as \(zone.name)"] + unplaced.map { "\($0.table) \($0.id): \($0.problem)" }
        return report
    }
}
