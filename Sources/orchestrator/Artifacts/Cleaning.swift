import AgentOrchestrator

/// What `artifacts clean` and `db prune` do.
enum Cleaning {
    static func run(dryRun: Bool, json: Bool, _ options: GlobalOptions) async throws {
        try await Session.with(options) { session in
            let settings = session.configuration.artifacts
            let policy = RetentionPolicy(
                compressAfter: settings.compressOldArtifacts ? .seconds(86_400 * settings.compressAfterDays) : nil,
                deleteAfter: .seconds(86_400 * settings.retentionDays))
            let cleaning = try await session.state.cleanArtifacts(policy, dryRun: dryRun)
            for problem in cleaning.problems { Console.error("warning: \(problem.sentence)") }
            if json {
                JSONOutput.write(try document(cleaning, dryRun: dryRun))
            } else {
                print(cleaning, dryRun: dryRun)
            }
            guard cleaning.problems.isEmpty else { throw ExitStatus.failure }
        }
    }

    private static func print(_ cleaning: ArtifactCleaning, dryRun: Bool) {
        var table = Table(["artifact", "run", "type", .right("size"), "becomes"])
        for change in cleaning.changes {
            let artifact = change.artifact
            table.add([
                Cell(artifact.id.short, .bold), Cell(artifact.runID.short), Cell(artifact.type.rawValue),
                Cell(artifact.sizeBytes.map(ByteText.text) ?? ""), Cell(artifact.content.rawValue),
            ])
        }
        if !cleaning.changes.isEmpty { table.print() }
        let compressed = cleaning.changes.count { $0.artifact.content == .compressed }
        let deleted = cleaning.changes.count - compressed
        let more = dryRun && compressed > 0 ? ", and what compression saves" : ""
        Console.output(
            "\(dryRun ? "would compress" : "compressed") \(compressed) and \(dryRun ? "delete" : "deleted") \(deleted) files: "
                + "\(ByteText.text(cleaning.freedBytes)) \(dryRun ? "would be " : "")free\(more)")
        if cleaning.protected > 0 {
            Console.output("kept \(cleaning.protected) old files of runs with an unresolved major finding or an unanswered question")
        }
    }

    private static func document(_ cleaning: ArtifactCleaning, dryRun: Bool) throws -> JSONValue {
        let changes = try cleaning.changes.map { change -> JSONValue in
            guard case .object(var members) = try JSONOutput.value(change.artifact) else { return .null }
            members["freed_bytes"] = JSONValue(change.freedBytes)
            return .object(members)
        }
        let problems = cleaning.problems.map { problem -> JSONValue in
            ["artifact_id": .string(problem.artifact.id.description), "problem": .string(problem.sentence)]
        }
        return [
            "artifacts": .array(changes), "next": nil, "dry_run": .bool(dryRun), "freed_bytes": JSONValue(cleaning.freedBytes),
            "protected": JSONValue(cleaning.protected), "problems": .array(problems),
        ]
    }
}
