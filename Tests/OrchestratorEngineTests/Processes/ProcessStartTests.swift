import Foundation
import Testing

@testable import OrchestratorEngine

/// What can't be started says why.
@Suite struct ProcessStartTests {
    private func reason(_ change: (inout ProcessRequest) -> Void) async -> String {
        var request = ProcessRequest(executable: "true", workingDirectory: "/", environment: ["PATH": "/nowhere:relative:/usr/bin:/bin"])
        change(&request)
        let outcome = await ProcessRunner().run(request)
        guard case .notStarted(let reason) = outcome.ending else { return "\(outcome.ending)" }
        return reason
    }

    @Test func searchesThePathOfTheEnvironment() async {
        #expect(await reason { _ in } == "exited(0)")
        #expect(await reason { $0.environment = ["PATH": "/nowhere"] } == "'true' was not found in PATH (/nowhere)")
    }

    @Test func namesAMissingProgram() async {
        #expect(
            await reason { $0.executable = "no-such-agent\n" } == "'no-such-agent\\u{a}' was not found in PATH (/nowhere:/usr/bin:/bin)")
        #expect(await reason { $0.executable = "./missing" } == "'./missing' does not exist")
        #expect(await reason { $0.executable = "" } == "no program is named")
    }

    @Test func namesWhatIsNoProgram() async throws {
        let directory = try TemporaryDirectory()
        try directory.write("echo no first line", to: "plain", mode: 0o755)
        try directory.write("#!/bin/sh", to: "locked")
        #expect(await reason { $0.executable = directory.path } == "'\(directory.path)' is a directory")
        #expect(await reason { $0.executable = directory.path + "/locked" } == "'\(directory.path)/locked' is not executable")
        #expect(
            await reason { $0.executable = directory.path + "/plain" }
                == "'\(directory.path)/plain' is neither a program for this machine nor a script that begins with '#!'")
        #expect(
            await reason {
                $0.executable = "locked"
                $0.environment["PATH"] = directory.path
            } == "'\(directory.path)/locked' is not executable")
    }

    @Test func namesAMissingInterpreter() async throws {
        let directory = try TemporaryDirectory()
        let script = try directory.write("#!/bin/sh\r\necho hello\r\n", to: "windows.sh", mode: 0o755)
        #expect(await reason { $0.executable = script }.contains("can't be executed: the interpreter named in its first line is missing"))
    }

    @Test func namesAMissingWorkingDirectory() async throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write("", to: "file")
        #expect(await reason { $0.workingDirectory = "/no/such" } == "the working directory '/no/such' does not exist")
        #expect(await reason { $0.workingDirectory = file } == "the working directory '\(file)' is not a directory")
    }

    @Test func refusesWhatTheKernelWouldCutOff() async {
        #expect(await reason { $0.arguments = ["a\0b"] }.contains("NUL"))
        #expect(await reason { $0.environment["A"] = "\0" }.contains("NUL"))
    }

    @Test func saysWhatToDoAboutAPromptThatIsTooLong() async {
        #expect(await reason { $0.arguments = [String(repeating: "x", count: 8 << 20)] }.contains("are too long for this system"))
    }

    @Test func overwritesNoFileAndFollowsNoLink() async throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write("precious", to: "output")
        #expect(await reason { $0.outputFile = file } == "the file '\(file)' for its output can't be created: File exists")
        try FileManager.default.createSymbolicLink(atPath: directory.path + "/link", withDestinationPath: directory.path + "/elsewhere")
        #expect(await reason { $0.outputFile = directory.path + "/link" }.hasSuffix("File exists"))
        #expect(try directory.read("output") == "precious")
        #expect(await reason { $0.outputFile = "/no/such/file" }.hasSuffix("No such file or directory"))
        #expect(await reason { $0.input = .file(path: "/no/such") }.hasSuffix("can't be opened: No such file or directory"))
    }
}
