import Foundation
import OrchestratorDatabase
import OrchestratorModel
import OrchestratorPostgres
import OrchestratorSQLite
import OrchestratorState
import OrchestratorTestKit
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Workers that are stopped for longer than their lease is good, or killed: what they write under an old lease is refused (invariant 6), and the
/// history shows it.
@Suite(.timeLimit(.minutes(10))) struct LeaseFaultTests {
    private static let checker = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../EndToEndTests/Store/leases.py").standardizedFileURL.path

    private final class Workers {
        let root: String
        let environment: [String: String]
        var processes: [Process] = []

        init(_ count: Int, in root: String, _ environment: [String: String]) throws {
            self.root = root
            self.environment = environment
            for _ in 0..<count { try start() }
        }

        func start() throws {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: WorkerProcess.path)
            process.arguments = ["leases", root]
            process.environment = environment.merging(["PATH": "/usr/bin:/bin"]) { $1 }
            let output = root + "/said-\(UUID().uuidString)"
            guard FileManager.default.createFile(atPath: output, contents: nil) else { throw CocoaError(.fileWriteUnknown) }
            (process.standardInput, process.standardOutput) = (FileHandle.nullDevice, FileHandle(forWritingAtPath: output))
            try process.run()
            processes.append(process)
        }

        /// The errors for which workers have ended.
        func errors() throws -> [String] { try said().filter { $0.hasPrefix("error") || $0.hasPrefix("untyped") } }

        func said() throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: root).filter { $0.hasPrefix("said-") }.flatMap { name in
                try String(contentsOfFile: root + "/" + name, encoding: .utf8).split(separator: "\n").map(String.init)
            }
        }

        deinit {
            for process in processes where process.isRunning { kill(process.processIdentifier, SIGKILL) }
        }
    }

    /// Looks every few milliseconds until the condition holds, or for that long.
    @discardableResult
    private func wait(atMost limit: Duration, _ condition: () async throws -> Bool) async throws -> Bool {
        let clock = ContinuousClock()
        let deadline = clock.now + limit
        while try await !condition() {
            guard clock.now < deadline else { return false }
            poll(nil, 0, 2)
            await Task.yield()
        }
        return true
    }

    private func left(in state: StateManager) async throws -> [Run] {
        try await state.runs(RunFilter(statuses: [.executing], limit: 1000)).runs
    }

    /// Sees to it that workers have enough to do while one of them is stopped. Not while it is: it may keep all others from writing.
    private func feed(_ state: StateManager) async throws {
        let count = try await left(in: state).count
        for _ in 0..<max(0, 40 - count) {
            var draft = RunDraft.sample(phases: 1)
            // No two of them in one working tree.
            draft.repositoryPath = "/srv/\(UUID().uuidString)"
            try await state.startRun(try await state.createRun(draft).run.id)
        }
    }

    /// Waits until the process carries a run out.
    private func run(of process: Process, in state: StateManager) async throws -> Run? {
        var run: Run?
        try await wait(atMost: .seconds(60)) {
            try await feed(state)
            run = try await left(in: state).first { $0.leaseHolder?.processID == Int(process.processIdentifier) }
            return run != nil
        }
        return run
    }

    /// Stops a process that carries a run out, until another has taken the run over.
    ///
    /// - Returns: Whether one has. One that was stopped in the middle of a write keeps the others from it.
    private func stop(_ process: Process, of workers: Workers, in state: StateManager) async throws -> Bool {
        let found = try await run(of: process, in: state)
        let said = try workers.said()
        let run = try #require(found, "\(process.isRunning ? "running" : "ended with \(process.terminationStatus)"): \(said)")
        kill(process.processIdentifier, SIGSTOP)
        let isTaken = try await wait(atMost: .seconds(3)) { (try await state.run(run.id)?.leaseEpoch ?? 0) > run.leaseEpoch }
        kill(process.processIdentifier, SIGCONT)
        return isTaken
    }

    /// Lets workers carry runs out while some of them are stopped until their runs are taken over, and others killed.
    ///
    /// - Returns: What the checker has against the history.
    private func play(stops: Int, kills: Int, _ environment: [String: String] = [:]) async throws -> [String] {
        let directory = try TemporaryDirectory(inMemory: true)
        let url = TestEngine.current == .postgresql ? try await TestEngine.current.newSchema() : nil
        let database: any SQLDatabase = if let url { try await PostgresDatabase.open(url) } else { try SQLiteDatabase.open(directory.path("state.db")) }
        let state = try await StateManager.open(database, artifacts: directory.path("artifacts"), actor: Actor(.user, "tests"))
        try await feed(state)
        let workers = try Workers(4, in: directory.path(""), url.map { environment.merging(["WORKER_STATE": $0]) { $1 } } ?? environment)
        var next = 0
        for fault in 0..<max(stops, kills) {
            var isTaken = fault >= stops
            for _ in 0..<20 where !isTaken {
                isTaken = try await stop(workers.processes[next % workers.processes.count], of: workers, in: state)
                next += 1
            }
            #expect(isTaken, "no run was taken over")
            guard fault < kills else { continue }
            let victim = workers.processes.removeFirst()
            _ = try #require(try await run(of: victim, in: state))
            kill(victim.processIdentifier, SIGKILL)
            victim.waitUntilExit()
            try workers.start()
        }
        try Data().write(to: URL(filePath: directory.path("enough")))
        let isDone = try await wait(atMost: .seconds(60)) { try await left(in: state).isEmpty }
        #expect(isDone, "runs were left behind")
        for process in workers.processes { process.waitUntilExit() }
        #expect(try workers.errors() == [])
        try await database.close()
        let output = try #require(Python.run([Self.checker, "check", url ?? directory.path("state.db")], input: []))
        return String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    @Test(arguments: TestEngine.allCases) func acceptNoWriteOfAnOldLease(engine: TestEngine) async throws {
        try await engine.run {
            let isFull = Repetitions.isFull
            let problems = try await play(stops: isFull ? 30 : 4, kills: isFull ? 20 : 3)
            #expect(problems == [])
        }
    }

    /// The control: workers that give the newest lease for their own get past the check, and the checker sees what comes of it.
    @Test(arguments: TestEngine.allCases) func areFoundOutWithoutTheCheck(engine: TestEngine) async throws {
        try await engine.run {
            let problems = try await play(stops: 4, kills: 0, ["WORKER_UNFENCED": "1"])
            #expect(problems.contains { $0.contains("the lease is of") }, "\(problems)")
        }
    }
}
