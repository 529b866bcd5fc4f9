import Foundation
import OrchestratorModel
import Testing

@testable import OrchestratorEngine

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What agents and checks leave for us is read where it is a file, and never waited for.
@Suite struct PassFilesTests {
    private func withFiles(_ body: (PassFiles) throws -> Void) throws {
        let files = try PassFiles(execution: Execution.ID(at: .sample), prompt: "do it", findings: "[]")
        defer { files.remove() }
        try body(files)
    }

    @Test func readsASummary() throws {
        try withFiles { files in
            #expect(files.readSummary() == nil)
            try Data("  did it\n".utf8).write(to: URL(fileURLWithPath: files.summary))
            #expect(files.readSummary() == "did it")
            try Data(String(repeating: "é", count: Limits.text).utf8).write(to: URL(fileURLWithPath: files.summary))
            #expect(files.readSummary()?.utf8.count ?? 0 <= Limits.text && files.readSummary()?.hasSuffix("(cut)") == true)
        }
    }

    @Test func waitsForNoPipeAndFollowsNoLink() throws {
        try withFiles { files in
            #expect(mkfifo(files.summary, 0o600) == 0)
            #expect(files.readSummary() == nil)
            unlink(files.summary)
            try Data("secret".utf8).write(to: URL(fileURLWithPath: files.directory + "/secret"))
            try FileManager.default.createSymbolicLink(atPath: files.summary, withDestinationPath: files.directory + "/secret")
            #expect(files.readSummary() == nil)
            unlink(files.summary)
            try FileManager.default.createDirectory(atPath: files.summary, withIntermediateDirectories: false)
            #expect(files.readSummary() == nil)
        }
    }

    @Test func takesNoPipeAndNoLinkForAReport() async throws {
        let directory = try TemporaryDirectory()
        let report = "<testsuite><testcase name='x'><failure message='%s'/></testcase></testsuite>"
        let script = """
            printf "\(report)" linked > linked.txt; printf "\(report)" real > "$ORCHESTRATOR_REPORT_DIRECTORY/c.xml"
            mkfifo "$ORCHESTRATOR_REPORT_DIRECTORY/a.xml"; ln -s "$PWD/linked.txt" "$ORCHESTRATOR_REPORT_DIRECTORY/b.xml"; exit 1
            """
        let plan = CheckPlan(
            name: "test", category: .test, command: script, directory: nil, timeout: .seconds(60), format: .junit, severity: .major)
        let path = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"]
        let check = CheckRun(plan: plan, root: directory.path, processes: ProcessRunner(), environment: path)
        let result = await check.run(log: directory.path + "/log") { _ in }
        let text = result.outcome.findings.map { $0.title + $0.description + $0.evidence }.joined()
        #expect(text.contains("real") && !text.contains("linked"))
    }
}
