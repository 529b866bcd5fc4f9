import Foundation
import OrchestratorDatabase
import OrchestratorModel
import OrchestratorTestKit
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@testable import OrchestratorState

/// Files kept as evidence.
@Suite(.everyEngine) struct ArtifactTests {
    @Test func namesFilesByIdentifiersTypesAndNumbersOnly() async throws {
        let store = try await Store()
        let (run, _, execution) = try await store.running()
        let id = try await store.state.saveArtifact("text", .findingsReport, of: run, execution: execution)
        let artifact = try #require(await store.state.artifact(id))
        #expect(artifact.path == "\(run)/phase_1/pass_1/findings_report-\(id.description.suffix(12)).json")
        #expect(artifact.sizeBytes == 4 && artifact.executionID == execution && artifact.content == .present)
        #expect(artifact.sha256 == Digest.text(of: "text"))
        #expect(try await store.state.textOfArtifact(id) == "text")
        let mode = try FileManager.default.attributesOfItem(atPath: store.directory.path("artifacts/\(artifact.path)"))[.posixPermissions]
        #expect(mode as? Int == 0o600)
    }

    @Test func readsLargeContentPieceByPiece() async throws {
        let store = try await Store()
        let run = try await store.executing().run
        let text = String(repeating: "0123456789abcdef", count: 20_000)
        let id = try await store.state.saveArtifact(text, .agentOutput, of: run)
        var pieces: [Int] = []
        try await store.state.readArtifact(id) { pieces.append($0.count) }
        #expect(pieces.reduce(0, +) == text.utf8.count)
        #expect(pieces.allSatisfy { $0 <= 64 * 1024 } && pieces.count > 1)
        #expect(try await store.state.textOfArtifact(id) == text)
    }

    @Test func keepsACopyOfAFile() async throws {
        let store = try await Store()
        let (run, _, execution) = try await store.running()
        let content = [UInt8](repeating: 0xFF, count: 100_000) + Array("end".utf8)
        try store.directory.write(content, to: "report.bin")
        let id = try await store.state.registerArtifact(
            fromFile: store.directory.path("report.bin"), .verificationLog, of: run, execution: execution)
        try store.directory.write([1], to: "report.bin")
        var read: [UInt8] = []
        try await store.state.readArtifact(id) { read += $0 }
        #expect(read == content)
        #expect(try await store.state.artifact(id)?.sizeBytes == content.count)
        #expect(try await store.state.events(of: run).last?.kind == .artifactSaved)
        #expect(try await store.state.verify(run).problems == 0)
    }

    @Test func keepsNoCopyOfWhatIsNoFile() async throws {
        let store = try await Store()
        let run = try await store.executing().run
        let files = try store.artifactFiles()
        try store.directory.write([1], to: "file")
        #expect(symlink(store.directory.path("file"), store.directory.path("link")) == 0)
        for (name, kind) in [("missing", ArtifactError.Kind.missing), ("link", .outside), ("", .io)] {
            let path = store.directory.path(name)
            #expect(await kindOfError { _ = try await store.state.registerArtifact(fromFile: path, .spec, of: run) } == kind, "\(name)")
        }
        #expect(try store.artifactFiles() == files)
        #expect(try await store.state.artifacts(of: run).isEmpty)
    }

    @Test func listsThoseOfARunAPhaseAndAnExecution() async throws {
        let store = try await Store()
        let (run, phase, execution) = try await store.running()
        let ofRun = try await store.state.saveArtifact("a", .plan, of: run)
        let ofExecution = try await store.state.saveArtifact("b", .agentOutput, of: run, execution: execution)
        let log = try await store.state.saveArtifact("c", .verificationLog, of: run, execution: execution)
        #expect(try await store.state.artifacts(of: run).map(\.id) == [ofRun, ofExecution, log])
        #expect(try await store.state.artifacts(of: run, phase: phase).map(\.id) == [ofExecution, log])
        #expect(try await store.state.artifacts(of: run, execution: execution, type: .verificationLog).map(\.id) == [log])
        let other = try await store.state.phases(of: run)[1].id
        #expect(try await store.state.artifacts(of: run, phase: other).isEmpty)
    }

    private func kindOfError(_ body: () async throws -> Void) async -> ArtifactError.Kind? {
        do {
            try await body()
            return nil
        } catch {
            return (error as? ArtifactError)?.kind
        }
    }

    @Test func noticesContentThatChangedOrIsGone() async throws {
        let store = try await Store()
        let run = try await store.executing().run
        let id = try await store.state.saveArtifact("text", .agentOutput, of: run)
        let artifact = try #require(await store.state.artifact(id))
        try await store.changeContent(of: artifact, to: "texT")
        #expect(await kindOfError { _ = try await store.state.textOfArtifact(id) } == .changed)
        #expect(await kindOfError { try await store.state.checkArtifact(id) } == .changed)
        try await store.loseContent(of: artifact)
        #expect(await kindOfError { _ = try await store.state.textOfArtifact(id) } == .missing)
    }

    @Test func followsNoLinkAndWaitsForNoPipe() async throws {
        let store = try await Store()
        let run = try await store.executing().run
        let id = try await store.state.saveArtifact("text", .agentOutput, of: run)
        let file = store.directory.path("artifacts/" + (try #require(await store.state.artifact(id))).path)
        try store.directory.write(Array("text".utf8), to: "secret")
        try FileManager.default.removeItem(atPath: file)
        try FileManager.default.createSymbolicLink(atPath: file, withDestinationPath: store.directory.path("secret"))
        #expect(await kindOfError { _ = try await store.state.textOfArtifact(id) } == .outside)
        try FileManager.default.removeItem(atPath: file)
        mkfifo(file, 0o600)
        #expect(await kindOfError { _ = try await store.state.textOfArtifact(id) } == .io)
        let directory = store.directory.path("artifacts/\(run)")
        try FileManager.default.removeItem(atPath: directory)
        try FileManager.default.createSymbolicLink(atPath: directory, withDestinationPath: store.directory.path)
        #expect(await kindOfError { _ = try await store.state.saveArtifact("text", .agentOutput, of: run) } == .outside)
        #expect(await kindOfError { _ = try await store.state.textOfArtifact(id) } == .outside)
    }

    @Test(arguments: ["../secret", "a/../../secret", "/etc/passwd", "", "a//b", "./a", ".."])
    func staysInsideItsDirectory(_ path: String) throws {
        let files = ArtifactFiles(base: "/tmp/base")
        #expect { _ = try files.location(of: path) } throws: { ($0 as? ArtifactError)?.kind == .outside }
    }

    /// A file that has its name and no row yet is what a crash leaves behind: no row names it, and the next one is written next to it.
    @Test func makesTheFileDurableBeforeItsRow() async throws {
        let store = try await Store()
        let run = try await store.executing().run
        let file = try store.state.files.write(Array("text".utf8), .agentOutput, of: run, at: store.clock.now)
        #expect(try store.artifactFiles() == ["artifacts/\(file.path)"])
        #expect(try await store.state.artifacts(of: run).isEmpty)
        let id = try await store.state.saveArtifact("text", .agentOutput, of: run)
        #expect(try await store.state.artifacts(of: run).map(\.id) == [id])
        #expect(try store.artifactFiles().count == 2)
    }

    @Test func leavesNoFileWhereItsRowWasRefused() async throws {
        let store = try await Store()
        let (first, second) = (try await store.running(), try await store.running())
        try await store.expectRefusal(of: first.run, { $0.fields == ["execution_id"] }) {
            _ = try await store.state.saveArtifact("text", .agentOutput, of: first.run, execution: second.execution)
        }
        await #expect(throws: StateError.self) {
            _ = try await store.state.saveArtifact("text", .agentOutput, of: Run.ID(at: store.clock.now))
        }
        #expect(try store.artifactFiles().isEmpty)
    }

    @Test func keepsTheFileWhereTheOutcomeIsUnknown() async throws {
        let store = try await Store()
        let run = try await store.executing().run
        await #expect(throws: DatabaseError.self) {
            _ = try await store.failingToAnswer().saveArtifact("text", .agentOutput, of: run)
        }
        #expect(try store.artifactFiles().count == 1)
    }
}
