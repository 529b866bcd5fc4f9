import Foundation
import Testing

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Four workers, many short runs, and chance: workers are killed, and stopped for longer than their leases are good; a server crashes, and loses
/// connections.
struct WorkerFaults {
    let project: Project
    /// The file or URL of the store, for those who look at it from outside.
    let store: String
    /// `nil` where the store is a file.
    let server: OwnServer?
    let runs: Int
    private var counts: [Fault: Int] = [:]
    private var takeovers = 0
    private var answers = 0

    static let isFull = ProcessInfo.processInfo.environment["ORCHESTRATOR_FAULTS"] == "full"
    private static let directories = 8
    private static let agent = """
        echo "start $ORCHESTRATOR_RUN_ID $ORCHESTRATOR_EXECUTION_ID" >> "$SCRATCH/ledger"
        sleep 0.5
        echo "end $ORCHESTRATOR_RUN_ID $ORCHESTRATOR_EXECUTION_ID" >> "$SCRATCH/ledger"

        """

    private enum Fault: String, CaseIterable {
        case kill
        case stop
        case crash
        case cut
    }

    private struct State: Decodable {
        var runs: [String: Int]
        var questions: [String]
    }

    /// A project in whose few directories many runs are going to be carried out.
    init(runs: Int, server: OwnServer? = nil) async throws {
        (self.runs, self.server) = (runs, server)
        store = server?.url ?? "data/orchestrator.db"
        let url = server.map { "  url: \"\($0.proxied)\"\n" } ?? ""
        project = try await Project(settings: "state:\n  lease_ttl: 2s\n  lease_renewal: 500ms\n\(url)git:\n  auto_pull: false\n")
        let plan = Self.isFull ? Plan.scripts(Self.agent, Self.agent) : Plan.scripts(Self.agent)
        for number in 0..<Self.directories {
            try await project.git("clone", "--quiet", ".", "../work-\(number)")
            try project.write("repository: ../work-\(number)\n" + plan, to: "plan-\(number).yaml")
        }
    }

    /// Lets workers carry all runs out, with faults in the first minute and a half.
    mutating func play() async throws {
        let clock = ContinuousClock()
        let beginning = clock.now
        var workers = try (1...4).map { _ in try project.start("worker", "--concurrency", "2") }
        // Each fault while there are runs to be had, however fast they are carried out; then as it comes.
        let faults = Array(repeating: kinds, count: Self.isFull ? 10 : 1).flatMap { $0.shuffled() }
        for (number, fault) in faults.enumerated() {
            try await submit((runs * number / faults.count)..<(runs * (number + 1) / faults.count))
            try await strike(fault, &workers)
        }
        while true {
            let state = try await state()
            try await answer(state.questions)
            if state.runs["completed"] == runs { break }
            guard clock.now - beginning < .seconds(Self.isFull ? 600 : 120) else {
                Issue.record("runs were left behind: \(state) \(counts)")
                break
            }
            // Then what is left must be done in peace.
            if clock.now - beginning < .seconds(90), let fault = kinds.randomElement() {
                try await strike(fault, &workers)
            } else {
                poll(nil, 0, 200)
            }
        }
        let took = clock.now - beginning
        for worker in workers { worker.signal(SIGTERM) }
        for worker in workers { #expect(await worker.end().status == 0) }
        let problems = try await look("check", [project.scratch + "/ledger"])
        #expect(problems.isEmpty, "\(problems)")
        let told = counts.map { "\($0.key) \($0.value)" }.sorted().joined(separator: ", ")
        print("faults: \(runs) runs in \(took); \(told); \(takeovers) leases taken over, \(answers) answers")
    }

    private var kinds: [Fault] { server == nil ? [.kill, .stop] : Fault.allCases }

    private func submit(_ numbers: Range<Int>) async throws {
        // A server that has just crashed is there again once it can be looked at.
        _ = try await state()
        for number in numbers { #expect(try await project.run("submit", "plan-\(number % Self.directories).yaml").status == 0) }
    }

    private mutating func strike(_ fault: Fault, _ workers: inout [Running]) async throws {
        let index = Int.random(in: 0..<workers.count)
        counts[fault, default: 0] += 1
        switch fault {
        case .kill:
            workers[index].signal(SIGKILL)
            _ = await workers[index].end()
            workers[index] = try project.start("worker", "--concurrency", "2")
        case .stop: try await stop(workers)
        case .crash:
            try server?.crash()
            poll(nil, 0, 500)
        case .cut:
            try server?.cut()
            poll(nil, 0, 100)
        }
    }

    /// Stops a worker, one that has runs if there is any.
    private mutating func stop(_ workers: [Running]) async throws {
        for worker in workers.shuffled() {
            worker.signal(SIGSTOP)
            defer { worker.signal(SIGCONT) }
            let text = try await look("held", [String(worker.processID)])
            let held = try JSONDecoder().decode([String: Int].self, from: Data(text.utf8)).map { "\($0.key)=\($0.value)" }
            guard held.isEmpty else { return try await waitUntilPassed(held) }
        }
    }

    /// Waits until others have what a stopped worker had, or for a few seconds where that can't be: one that was stopped in the middle of a write may
    /// keep others from writing.
    private mutating func waitUntilPassed(_ held: [String]) async throws {
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(5)
        while clock.now < deadline {
            guard try await look("passed", held) != String(held.count) else {
                takeovers += held.count
                return
            }
            poll(nil, 0, 50)
        }
    }

    private mutating func answer(_ questions: [String]) async throws {
        for question in questions {
            answers += 1
            _ = try await project.run("interventions", "resolve", question, "resume")
        }
    }

    private func state() async throws -> State {
        try JSONDecoder().decode(State.self, from: Data(try await look("state").utf8))
    }

    /// Looks at the store from outside; again, where a server is just starting.
    private func look(_ command: String, _ arguments: [String] = []) async throws -> String {
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Store/leases.py").path
        let line = "python3 '\(script)' \(command) '\(store)' \(arguments.map { "'\($0)'" }.joined(separator: " "))"
        for _ in 0..<(server == nil ? 0 : 100) {
            if let text = try? await project.shell(line) { return text }
            poll(nil, 0, 100)
        }
        return try await project.shell(line)
    }
}
