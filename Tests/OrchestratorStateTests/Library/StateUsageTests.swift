import Foundation
import OrchestratorModel
import OrchestratorTestKit
import Testing

/// The example in `Examples/StateUsage`, built with the tests and run.
@Suite struct StateUsageTests {
    private static var executable: URL {
        // Where the tests are, there is what was built with them.
        let tests = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
        let places = [tests, Bundle.main.bundleURL].map { $0.appending(path: "StateUsage") }
        return places.first { FileManager.default.isExecutableFile(atPath: $0.path) } ?? places[0]
    }

    @Test func carriesARunOutAndReportsIt() async throws {
        let directory = try TemporaryDirectory()
        let process = Process()
        process.executableURL = Self.executable
        process.arguments = [directory.path("example")]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        for sentence in [
            "with 2 phases", "pass 1 is blocked by 2 findings", "pass 2 is verified", "the first worker stops in the middle of phase 2",
            "1 pass was interrupted", "completed: 2 findings, 2 of them resolved", "# Add search to the dashboard",
        ] { #expect(text.contains(sentence), "\(text)") }
        let json = try JSONDecoder().decode(RunDocument.self, from: Data(try directory.bytes("example/run.json")))
        #expect(json.run.status == .completed && json.phases.map(\.executions.count) == [2, 2])
        #expect(try directory.names().contains("example/run.md"))
    }
}
