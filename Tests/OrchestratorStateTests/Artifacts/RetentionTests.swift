import Foundation
import OrchestratorDatabase
import OrchestratorModel
import OrchestratorTestKit
import Testing

@testable import OrchestratorState

/// What becomes of the files of old artifacts.
@Suite(.everyEngine) struct RetentionTests {
    private static let policy = RetentionPolicy(compressAfter: .seconds(7 * 86_400), deleteAfter: .seconds(30 * 86_400))
    private static let text = String(repeating: "the same line again\n", count: 5000)

    /// A run that has ended, with one artifact.
    private func ended(_ store: Store, finding: FindingDraft? = nil) async throws -> (run: Run.ID, artifact: Artifact) {
        let (run, _, execution) = try await store.running()
        if let finding { _ = try await store.state.addFindings([finding], to: execution) }
        let id = try await store.state.saveArtifact(Self.text, .agentOutput, of: run, execution: execution)
        try await store.state.abortRun(run)
        return (run, try #require(await store.state.artifact(id)))
    }

    private func content(_ store: Store, _ artifact: Artifact) async throws -> Artifact.Content? {
        try await store.state.artifact(artifact.id)?.content
    }

    @Test func compressesAndDeletesInTheirTime() async throws {
        let store = try await Store()
        let artifact = try await ended(store).artifact
        let exported = try await store.exported(artifact.runID)
        store.clock.advance(by: .seconds(6 * 86_400))
        #expect(try await store.state.cleanArtifacts(Self.policy).changes.isEmpty)
        store.clock.advance(by: .seconds(86_400))
        let compressed = try await store.state.cleanArtifacts(Self.policy)
        #expect(compressed.changes.map(\.artifact.content) == [.compressed] && compressed.problems.isEmpty)
        #expect(compressed.freedBytes > 90_000)
        #expect(try store.artifactFiles() == ["artifacts/\(artifact.path).gz"])
        #expect(try await store.state.textOfArtifact(artifact.id) == Self.text)
        #expect(try await store.state.cleanArtifacts(Self.policy).changes.isEmpty)
        store.clock.advance(by: .seconds(23 * 86_400))
        let deleted = try await store.state.cleanArtifacts(Self.policy)
        #expect(deleted.changes.map(\.artifact.content) == [.pruned] && deleted.freedBytes > 100)
        #expect(try store.artifactFiles().isEmpty)
        await #expect { _ = try await store.state.textOfArtifact(artifact.id) } throws: { ($0 as? ArtifactError)?.kind == .missing }
        // What became of files is no part of the history.
        #expect(try await store.exported(artifact.runID) == exported)
        let report = try await store.state.verify { Issue.record("\($0)") }
        #expect(report.problems == 0)
    }

    @Test func writesWhatZcatReads() async throws {
        let store = try await Store()
        let artifact = try await ended(store).artifact
        store.clock.advance(by: .seconds(8 * 86_400))
        _ = try await store.state.cleanArtifacts(Self.policy)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["gzip", "-cd", store.directory.path("artifacts/\(artifact.path).gz")]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0 && String(decoding: output, as: UTF8.self) == Self.text)
    }

    @Test func changesNothingOnTrial() async throws {
        let store = try await Store()
        let (young, old) = (try await ended(store).artifact, try await ended(store).artifact)
        store.clock.advance(by: .seconds(40 * 86_400))
        let files = try store.artifactFiles()
        let trial = try await store.state.cleanArtifacts(Self.policy, dryRun: true)
        #expect(trial.changes.map(\.artifact.id) == [young.id, old.id] && trial.freedBytes == 2 * Self.text.utf8.count)
        #expect(try store.artifactFiles() == files)
        #expect(try await content(store, old) == .present)
    }

    @Test func keepsWhatIsStillNeeded() async throws {
        let store = try await Store()
        let major = try await ended(store, finding: .sample())
        let minor = try await ended(store, finding: .sample("small", severity: .minor))
        let (executing, _, execution) = try await store.running()
        _ = try await store.state.saveArtifact(Self.text, .agentOutput, of: executing, execution: execution)
        let asked = try await store.asking()
        _ = try await store.state.saveArtifact(Self.text, .agentOutput, of: asked.run)
        store.clock.advance(by: .seconds(400 * 86_400))
        let cleaning = try await store.state.cleanArtifacts(Self.policy)
        #expect(cleaning.changes.map(\.artifact.id) == [minor.artifact.id])
        #expect(cleaning.protected == 1)
        let finding = try #require(await store.state.findings(FindingFilter(run: major.run)).first)
        try await store.state.waiveFinding(finding.id, reason: "known")
        let then = try await store.state.cleanArtifacts(Self.policy)
        #expect(then.changes.map(\.artifact.id) == [major.artifact.id] && then.protected == 0)
    }

    @Test func countsFromTheEndOfTheRun() async throws {
        let store = try await Store()
        let (run, _, execution) = try await store.running()
        _ = try await store.state.saveArtifact(Self.text, .agentOutput, of: run, execution: execution)
        store.clock.advance(by: .seconds(60 * 86_400))
        try await store.state.abortRun(run)
        #expect(try await store.state.cleanArtifacts(Self.policy).changes.isEmpty)
    }

    @Test func leavesWhatWasChangedAndSaysSo() async throws {
        let store = try await Store()
        let (changed, gone, fine) = (try await ended(store).artifact, try await ended(store).artifact, try await ended(store).artifact)
        let other = String(repeating: "other\n", count: 5000)
        try await store.changeContent(of: changed, to: other)
        try await store.loseContent(of: gone)
        store.clock.advance(by: .seconds(8 * 86_400))
        let cleaning = try await store.state.cleanArtifacts(Self.policy)
        #expect(cleaning.changes.map(\.artifact.id) == [fine.id])
        #expect(cleaning.problems.map(\.artifact.id) == [changed.id, gone.id])
        #expect(try await content(store, changed) == .present)
        #expect(try String(contentsOfFile: store.directory.path("artifacts/\(changed.path)"), encoding: .utf8) == other)
    }

    /// The states that `kill -9` may leave behind, each of them made by hand.
    @Test func canBeReadWhereverItWasStopped() async throws {
        let store = try await Store()
        let artifact = try await ended(store).artifact
        func expectReadable(at location: SourceLocation = #_sourceLocation) async throws {
            #expect(try await store.state.textOfArtifact(artifact.id) == Self.text, sourceLocation: location)
        }
        store.clock.advance(by: .seconds(8 * 86_400))
        // Killed while the compressed file was being written.
        let directory = artifact.path.prefix { $0 != "/" }
        try store.directory.write([1, 2, 3], to: "artifacts/\(directory)/phase_1/pass_1/.left.partial")
        try await expectReadable()
        // Killed before the row said so.
        _ = try store.state.files.compress([artifact])
        #expect(try await content(store, artifact) == .present)
        try await expectReadable()
        // Killed before the original went.
        _ = try await store.database.write { try $0.execute("UPDATE artifacts SET content = 'compressed'") }
        #expect(try store.artifactFiles().filter { !$0.hasSuffix(".partial") }.count == 2)
        try await expectReadable()
        // The next cleaning removes it.
        _ = try await store.state.cleanArtifacts(Self.policy)
        #expect(try store.artifactFiles().filter { !$0.hasSuffix(".partial") } == ["artifacts/\(artifact.path).gz"])
        try await expectReadable()
        // Killed when the row said that it is deleted, and the file was still there.
        _ = try await store.database.write { try $0.execute("UPDATE artifacts SET content = 'pruned'") }
        _ = try await store.state.cleanArtifacts(Self.policy)
        #expect(try store.artifactFiles().filter { !$0.hasSuffix(".partial") }.isEmpty)
    }

    @Test func readsAFileThatIsBeingCompressedMeanwhile() async throws {
        let store = try await Store()
        let artifact = try await ended(store).artifact
        store.clock.advance(by: .seconds(8 * 86_400))
        // A reader has read the row; then the file is compressed.
        _ = try await store.state.cleanArtifacts(Self.policy)
        var bytes: [UInt8] = []
        try store.state.files.read(artifact) { bytes += $0 }
        #expect(String(decoding: bytes, as: UTF8.self) == Self.text)
    }

    @Test(arguments: [0, 1, 100, 5000]) func noticesCompressedContentThatIsDamaged(kept: Int) async throws {
        let store = try await Store()
        let artifact = try await ended(store).artifact
        store.clock.advance(by: .seconds(8 * 86_400))
        _ = try await store.state.cleanArtifacts(Self.policy)
        let name = "artifacts/\(artifact.path).gz"
        var bytes = try store.directory.bytes(name)
        if kept < bytes.count { bytes = Array(bytes.prefix(kept)) } else { bytes[bytes.count / 2] ^= 0x55 }
        try store.directory.write(bytes, to: name)
        try await store.loseKeptContent(of: artifact)
        await #expect { _ = try await store.state.textOfArtifact(artifact.id) } throws: { ($0 as? ArtifactError)?.kind == .changed }
    }

    @Test func twoCleaningsAtOnceDoItOnce() async throws {
        let store = try await Store()
        for _ in 0..<20 { _ = try await ended(store) }
        store.clock.advance(by: .seconds(8 * 86_400))
        let state = store.state
        let cleanings = try await withThrowingTaskGroup(of: ArtifactCleaning.self) { group in
            for _ in 0..<4 { group.addTask { try await state.cleanArtifacts(Self.policy) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(cleanings.map(\.changes.count).reduce(0, +) == 20)
        #expect(cleanings.allSatisfy { $0.problems.isEmpty })
        #expect(try store.artifactFiles().allSatisfy { $0.hasSuffix(".gz") })
        #expect(try await store.state.verify { Issue.record("\($0)") }.problems == 0)
    }

    /// What the files of artifacts take, whatever their names are.
    private func room(_ store: Store) throws -> Int {
        var files: [FileFacts.Identity: Int] = [:]
        for name in try store.artifactFiles() {
            let file = try #require(FileFacts(of: store.directory.path(name)))
            files[file.identity] = file.size
        }
        return files.values.reduce(0, +)
    }

    /// A fork of a run that has ended, with its artifact.
    private func forked(_ store: Store, from run: Run.ID) async throws -> Artifact {
        let last = try #require(await store.state.run(run)?.lastEvent)
        let fork = try #require(await store.state.planFork(of: run, at: last))
        return try #require(await store.state.artifacts(of: try await store.state.createFork(fork, branch: "fork").id).first)
    }

    @Test func compressesOnceWhatForksShare() async throws {
        let store = try await Store()
        let (run, origin) = try await ended(store)
        let fork = try await forked(store, from: run)
        let second = try await forked(store, from: run)
        #expect(try room(store) == Self.text.utf8.count)
        store.clock.advance(by: .seconds(8 * 86_400))
        // Nothing would be free: the forks go on.
        #expect(try await store.state.cleanArtifacts(Self.policy, dryRun: true).changes.isEmpty)
        #expect(try await store.state.cleanArtifacts(Self.policy).changes.isEmpty)
        for fork in [fork, second] { try await store.state.abortRun(fork.runID) }
        store.clock.advance(by: .seconds(8 * 86_400))
        let before = try room(store)
        #expect(Set(try await store.state.cleanArtifacts(Self.policy, dryRun: true).changes.map(\.artifact.id)) == [origin.id, fork.id, second.id])
        let cleaning = try await store.state.cleanArtifacts(Self.policy)
        #expect(cleaning.changes.map(\.artifact.content) == [.compressed, .compressed, .compressed] && cleaning.problems.isEmpty)
        #expect(try cleaning.freedBytes == before - room(store) && cleaning.freedBytes > 90_000)
        for artifact in [origin, fork, second] {
            #expect(try await content(store, artifact) == .compressed)
            #expect(try await store.state.textOfArtifact(artifact.id) == Self.text)
            #expect(FileFacts(of: store.directory.path("artifacts/\(artifact.path).gz"))?.names == 3)
        }
        #expect(try store.artifactFiles().count == 3)
        #expect(try await store.state.verify { Issue.record("\($0)") }.problems == 0)
        try await store.state.deleteRun(run)
        #expect(try await store.state.textOfArtifact(fork.id) == Self.text)
    }

    /// As after `kill -9` between the first row and the second.
    @Test func goesOnWhereItWasStoppedAmongFilesThatAreShared() async throws {
        let store = try await Store()
        let (run, origin) = try await ended(store)
        let fork = try await forked(store, from: run)
        try await store.state.abortRun(fork.runID)
        store.clock.advance(by: .seconds(8 * 86_400))
        _ = try store.state.files.compress([origin, fork])
        _ = try await store.database.write { try $0.execute("UPDATE artifacts SET content = 'compressed' WHERE artifact_id = \(origin.id)") }
        for artifact in [origin, fork] { #expect(try await store.state.textOfArtifact(artifact.id) == Self.text) }
        // The first cleaning takes the name away that the row of the first does not name any more.
        for _ in 0..<2 { _ = try await store.state.cleanArtifacts(Self.policy) }
        #expect(try store.artifactFiles().count == 2 && store.artifactFiles().allSatisfy { $0.hasSuffix(".gz") })
        for artifact in [origin, fork] { #expect(try await store.state.textOfArtifact(artifact.id) == Self.text) }
        #expect(try await store.state.verify { Issue.record("\($0)") }.problems == 0)
    }

    @Test func saysOfSharedFilesThatAreDeletedWhatIsFree() async throws {
        let store = try await Store()
        let run = try await ended(store).run
        let fork = try await forked(store, from: run)
        store.clock.advance(by: .seconds(40 * 86_400))
        #expect(try await store.state.cleanArtifacts(Self.policy, dryRun: true).freedBytes == 0)
        #expect(try await store.state.cleanArtifacts(Self.policy).freedBytes == 0)
        try await store.state.abortRun(fork.runID)
        store.clock.advance(by: .seconds(40 * 86_400))
        #expect(try await store.state.cleanArtifacts(Self.policy, dryRun: true).freedBytes == Self.text.utf8.count)
        #expect(try await store.state.cleanArtifacts(Self.policy).freedBytes == Self.text.utf8.count)
        #expect(try store.artifactFiles().isEmpty)
    }

    @Test func leavesFilesThatWouldTakeAsMuchRoomCompressed() async throws {
        let store = try await Store()
        let (run, _, execution) = try await store.running()
        var generator = SeededGenerator(seed: 7)
        try store.directory.write(Array(repeating: 97, count: 4096), to: "small")
        try store.directory.write((0..<20_000).map { _ in UInt8.random(in: .min ... .max, using: &generator) }, to: "random")
        for name in ["small", "random"] {
            _ = try await store.state.registerArtifact(fromFile: store.directory.path(name), .agentOutput, of: run, execution: execution)
        }
        try await store.state.abortRun(run)
        store.clock.advance(by: .seconds(8 * 86_400))
        let files = try store.artifactFiles()
        #expect(try await store.state.cleanArtifacts(Self.policy) == ArtifactCleaning())
        #expect(try store.artifactFiles() == files)
        #expect(try await store.state.artifacts(of: run).allSatisfy { $0.content == .present })
        #expect(try store.directory.names().allSatisfy { !$0.hasSuffix(".partial") })
    }
}
