import Foundation
import OrchestratorDatabase
import OrchestratorModel
import OrchestratorSQLite
import OrchestratorTestKit

@testable import OrchestratorState

/// Opens a store after a fault and compares it with what was acknowledged.
struct StoreCheck {
    let database: String
    let artifacts: String

    /// What is missing or wrong; empty where everything acknowledged is there and the store is sound.
    func problems(_ acknowledged: [[String]]) async throws -> [String] {
        if acknowledged.isEmpty, !FileManager.default.fileExists(atPath: database) { return [] }
        do {
            let opened = try SQLiteDatabase.open(database, .existing)
            let store = try await StateManager.open(opened, artifacts: artifacts, actor: Actor(.worker, "check"))
            var problems = try await damage(opened, store)
            problems += try await missing(acknowledged, store)
            try await opened.close()
            return problems
        } catch {
            return ["the store can't be opened: \(error)"]
        }
    }

    private func damage(_ database: SQLiteDatabase, _ store: StateManager) async throws -> [String] {
        var problems = try await database.read { try $0.all("PRAGMA integrity_check") { try $0.text() } }.filter { $0 != "ok" }
        problems += try await database.read { try $0.all("PRAGMA foreign_key_check") { try $0.text() } }
        // A row that names a file is there only if the file is (invariant 8).
        for run in try await store.runs(RunFilter(limit: 1000)).runs {
            for artifact in try await store.artifacts(of: run.id) {
                do { try await store.readArtifact(artifact.id) { _ in } } catch { problems.append("\(error)") }
            }
            let events = try await store.events(of: run.id, limit: 100_000)
            if events.map(\.sequence) != Array(1...max(1, run.lastEvent)) { problems.append("the events of \(run.id) have gaps") }
            for (previous, event) in zip(events, events.dropFirst()) where event.previousHash != previous.hash {
                problems.append("event \(event.sequence) of \(run.id) does not follow")
            }
            if events.last?.hash != run.lastEventHash { problems.append("the last event of \(run.id) is another one") }
        }
        return problems
    }

    /// What is not in the store that a restoration has kept either.
    private func kept(_ acknowledged: [[String]]) async throws -> [String] {
        try await StoreCheck(database: database + ".before-restore", artifacts: artifacts).problems(acknowledged)
    }

    private func missing(_ acknowledged: [[String]], _ store: StateManager) async throws -> [String] {
        var problems: [String] = []
        var labels: [String: Int] = [:]
        for line in acknowledged {
            switch line[0] {
            case "run":
                if let id = Run.ID(line[1]), try await store.run(id) == nil { problems.append("run \(line[1]) is lost") }
            case "somewhere":
                if let id = Run.ID(line[1]), try await store.run(id) == nil { problems += try await kept([["run", line[1]]]) }
            case "label": labels["\(line[1]) \(line[2])"] = max(labels["\(line[1]) \(line[2])"] ?? 0, Int(line[3]) ?? 0)
            case "artifact":
                guard let id = Artifact.ID(line[1]) else { continue }
                let text = try? await store.textOfArtifact(id)
                if text != String(repeating: "artifact \(line[2])\n", count: 50) { problems.append("artifact \(line[1]) is lost") }
            case "findings":
                guard let id = Execution.ID(line[1]) else { continue }
                let count = try await store.findings(FindingFilter(execution: id)).count
                if count < Int(line[2]) ?? 0 { problems.append("\(count) of \(line[2]) findings are there") }
            case "backup":
                problems += try await StoreCheck(database: line[1], artifacts: artifacts)
                    .problems([["run", line[2]], ["label"] + line[2...]])
            default: break
            }
        }
        for (key, value) in labels {
            let words = key.split(separator: " ").map(String.init)
            guard let id = Run.ID(words[0]) else { continue }
            let stored = try await store.run(id)?.labels[words[1]].flatMap { Int($0) } ?? -1
            if stored < value { problems.append("label \(key) is \(stored), not \(value)") }
        }
        return problems
    }
}
