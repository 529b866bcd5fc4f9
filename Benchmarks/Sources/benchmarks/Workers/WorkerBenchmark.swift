import AgentOrchestrator
import Foundation

/// A worker that waits: how soon it starts the agent of what was submitted, and how soon it heeds a pause.
enum WorkerBenchmark: BenchmarkGroup {
    static let name = "worker"
    private static let rounds = 20
    private static let pauses = 10

    static func run(_ report: Report) async throws {
        guard let program = ProcessInfo.processInfo.environment["ORCHESTRATOR_EXECUTABLE"] else {
            return report.tell("worker", "not measured: ORCHESTRATOR_EXECUTABLE names no program")
        }
        try await WorkerStore.each { url, directory in
            report.tell("store", String(url.prefix { $0 != ":" }))
            try await measure(report, program, url, directory)
        }
    }

    private static func measure(_ report: Report, _ program: String, _ url: String, _ directory: String) async throws {
        try prepare(directory, url)
        // The first run makes the store.
        try call(program, ["submit", "quick.yaml"], in: directory)
        try call(program, ["worker", "--until-idle"], in: directory)
        let worker = try start(program, ["worker", "--grace-period", "0s"], in: directory)
        defer {
            worker.terminate()
            worker.waitUntilExit()
        }
        let (state, close) = try await WorkerStore.open(url, artifacts: directory + "/data", actor: "benchmark")
        try await measureStarts(report, program, directory, state)
        try await measurePauses(report, program, directory, state)
        try await close()
    }

    /// The agent notes the time as soon as it runs.
    private static func measureStarts(_ report: Report, _ program: String, _ directory: String, _ state: StateManager) async throws {
        var (whole, committed): ([Duration], [Duration]) = ([], [])
        for _ in 0..<rounds {
            let notes = noted(directory).count
            let begun = Date().timeIntervalSince1970
            try call(program, ["submit", "quick.yaml"], in: directory)
            try await wait { noted(directory).count > notes }
            guard let agent = noted(directory).last, let run = try await state.latestRun(), let started = run.startedAt else { continue }
            whole.append(.seconds(agent - begun))
            committed.append(.seconds(agent - Double(started.microsecondsSinceEpoch) / 1_000_000))
            try await wait {
                guard try await state.run(run.id)?.status == .completed else { return false }
                return try await state.holder(of: run.id) == nil
            }
        }
        report.tell(Figure("run started by 'submit' → agent process, idle worker", committed, goal: .milliseconds(50)))
        report.tell(Figure("the same from the start of the process 'submit'", whole))
    }

    private static func measurePauses(_ report: Report, _ program: String, _ directory: String, _ state: StateManager) async throws {
        var times: [Duration] = []
        for _ in 0..<pauses {
            let notes = noted(directory).count
            try call(program, ["submit", "slow.yaml"], in: directory)
            try await wait { noted(directory).count > notes }
            guard let run = try await state.latestRun() else { continue }
            try await Task.sleep(for: .milliseconds(300))
            times.append(
                try await Measuring.time {
                    _ = try await state.requestStop(run.id, .pause)
                    try await wait { try await state.run(run.id)?.status == .paused }
                })
            try await wait { try await state.holder(of: run.id) == nil }
        }
        report.tell(Figure("pause asked by another process → agent ended, run paused", times, goal: .seconds(2)))
    }

    private static func wait(_ condition: () async throws -> Bool) async throws {
        while try await !condition() { try await Task.sleep(for: .milliseconds(1)) }
    }

    /// When agents began, in seconds since 1970.
    private static func noted(_ directory: String) -> [Double] {
        let text = (try? String(contentsOfFile: directory + "/notes", encoding: .utf8)) ?? ""
        return text.split(separator: "\n").compactMap { Double($0) }
    }

    private static func prepare(_ directory: String, _ url: String) throws {
        try FileManager.default.createDirectory(atPath: directory + "/config", withIntermediateDirectories: true)
        func write(_ text: String, _ name: String) throws { try text.write(toFile: directory + "/" + name, atomically: true, encoding: .utf8) }
        try write("state:\n  url: \"\(url)\"\ngit:\n  auto_pull: false\n", "config/orchestrator-config.yaml")
        try write("data/\nnotes\nstate.db*\n", ".gitignore")
        let note = "#!/bin/bash\necho $EPOCHREALTIME >> \(directory)/notes\n"
        try write(note, "quick.sh")
        try write(note + "exec sleep 60\n", "slow.sh")
        for name in ["quick", "slow"] {
            try write("title: Note the time\nphases:\n  - title: One\n    intent: Note it\n    script: bash \(name).sh\n", name + ".yaml")
        }
        let identity = ["-c", "user.name=Benchmark", "-c", "user.email=benchmark@localhost"]
        for command in [["init", "--quiet"], ["add", "--all"], identity + ["commit", "--quiet", "--message=first"]] {
            try call("/usr/bin/git", command, in: directory)
        }
    }

    private static func call(_ program: String, _ arguments: [String], in directory: String) throws {
        let process = try start(program, arguments, in: directory)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw ChildProcess.Failure(program: program, status: process.terminationStatus) }
    }

    private static func start(_ program: String, _ arguments: [String], in directory: String) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: directory)
        (process.standardInput, process.standardOutput) = (FileHandle.nullDevice, FileHandle.nullDevice)
        try process.run()
        return process
    }
}
