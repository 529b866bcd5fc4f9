import Foundation
import OrchestratorModel
import Testing

@testable import OrchestratorEngine

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

@Suite(.timeLimit(.minutes(2))) struct ProcessRunnerTests {
    let runner = ProcessRunner(gracePeriod: .milliseconds(50))

    @Test(arguments: [0, 1, 3, 255])
    func tellsTheExitStatus(status: Int) async {
        let outcome = await runner.run(.shell("exit \(status)"))
        #expect(outcome.ending == .exited(status))
        #expect(outcome.succeeded == (status == 0))
    }

    @Test func tellsTheSignalThatEndedIt() async {
        #expect(await runner.run(.shell("kill -KILL $$")).ending == .signalled(9))
    }

    @Test func keepsBothStreamsInTheirOrder() async {
        let outcome = await runner.run(.shell("echo one; echo two >&2; echo three"))
        #expect(outcome.tail == "one\ntwo\nthree\n")
        #expect(outcome.totalBytes == 14)
    }

    @Test func keepsTheErrorsApartWhenAsked() async {
        var request = ProcessRequest.shell("echo one; echo two >&2")
        request.errorOutput = .apart
        let outcome = await runner.run(request)
        #expect(outcome.tail == "one\n")
        #expect(outcome.errorTail == "two\n")
    }

    @Test func givesExactlyTheEnvironmentAsked() async {
        let request = ProcessRequest(executable: "/usr/bin/env", workingDirectory: "/", environment: ["A": "1", "B": "x=ü\ny"])
        let outcome = await runner.run(request)
        #expect(Set(outcome.tail.split(separator: "\n")) == ["A=1", "B=x=ü", "y"])
    }

    @Test func startsInASessionOfItsOwn() async {
        let sessions = Recorded<Bool>()
        let outcome = await runner.run(
            .shell("cat", input: .text("hello")),
            onStart: { sessions.add(getsid(pid_t($0)) == pid_t($0) && getpgid(pid_t($0)) == pid_t($0)) })
        #expect(sessions.values == [true])
        #expect(outcome.tail == "hello")
    }

    @Test func runsAPathRelativeToTheWorkingDirectory() async throws {
        let directory = try TemporaryDirectory()
        try directory.write("#!/bin/sh\npwd\n", to: "bin/ägent.sh", mode: 0o755)
        let request = ProcessRequest(executable: "./bin/ägent.sh", workingDirectory: directory.path, environment: ["PATH": "/usr/bin:/bin"])
        let outcome = await runner.run(request)
        #expect(outcome.ending == .exited(0))
        #expect(outcome.tail.hasSuffix((directory.path as NSString).lastPathComponent + "\n"))
    }

    @Test func givesTheLastReadableLine() async {
        let lines = Recorded<String>()
        _ = await runner.run(.shell("printf 'first\\n\\033[31mred\\033[0m %%\\n  \\n'"), onLastLine: lines.add)
        #expect(lines.values.last == "red %")
    }

    @Test func replacesHalfACharacter() async {
        let outcome = await runner.run(.shell("printf 'a\\303'"))
        #expect(outcome.tail == "a\u{FFFD}")
        #expect(outcome.tailBytes == [0x61, 0xC3])
    }

    @Test func neitherHangsNorDiesWhenTheInputIsNotRead() async {
        let prompt = String(repeating: "x", count: 1 << 20)
        #expect(await runner.run(.shell("exec 0<&-; echo done", input: .text(prompt))).ending == .exited(0))
        #expect(await runner.run(.shell("exit 4", input: .text(prompt))).ending == .exited(4))
    }

    @Test func givesTheWholeInput() async throws {
        let prompt = String(repeating: "ü", count: 1 << 20)
        #expect(await runner.run(.shell("wc -c", input: .text(prompt))).tail.filter(\.isNumber) == "\(2 << 20)")
        let directory = try TemporaryDirectory()
        let file = try directory.write(prompt, to: "prompt")
        #expect(await runner.run(.shell("wc -c", input: .file(path: file))).tail.filter(\.isNumber) == "\(2 << 20)")
    }

    @Test func keepsHeadAndTailOfTwoHundredMegabytesInBoundedMemory() async throws {
        let directory = try TemporaryDirectory()
        var request = ProcessRequest.shell("echo begin; head -c 200000000 /dev/zero | tr '\\0' x; echo; echo end")
        request.outputFile = directory.path + "/output"
        request.maxOutputSize = 1 << 20
        let before = peakMemory()
        let outcome = await runner.run(request)
        #expect(peakMemory() - before < 64 << 20)
        #expect(outcome.ending == .exited(0))
        #expect(outcome.totalBytes == 200_000_011)
        #expect(outcome.keptBytes == 1 << 20)
        let text = try directory.read("output")
        #expect(text.utf8.count == (1 << 20) + BoundedOutputFile.markerLength)
        #expect(text.hasPrefix("begin\nxxx") && text.hasSuffix("xxx\nend\n"))
        #expect(text.contains("\n[orchestrator: \(200_000_011 - (1 << 20)) bytes left out]"))
        #expect(outcome.tail.utf8.count == 64 << 10)
    }

    @Test func createsTheOutputFileForItsOwnerOnly() async throws {
        let directory = try TemporaryDirectory()
        var request = ProcessRequest.shell("echo hello")
        request.outputFile = directory.path + "/output"
        let outcome = await runner.run(request)
        #expect(try directory.read("output") == "hello\n")
        #expect(outcome.keptBytes == 6)
        let mode = try FileManager.default.attributesOfItem(atPath: directory.path + "/output")[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func goesOnWhenItsDirectoryIsDeleted() async throws {
        let directory = try TemporaryDirectory()
        let outcome = await runner.run(.shell("rm -rf \"$PWD\"; echo gone", in: directory.path))
        #expect(outcome.ending == .exited(0))
        #expect(outcome.tail == "gone\n")
    }

    /// The most memory that this process has had, in bytes.
    private func peakMemory() -> Int {
        var usage = rusage()
        #if canImport(Glibc)
            getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        #else
            getrusage(RUSAGE_SELF, &usage)
        #endif
        #if canImport(Darwin)
            return usage.ru_maxrss
        #else
            return usage.ru_maxrss * 1024
        #endif
    }
}
