import Foundation
import OrchestratorState
import Testing

@testable import OrchestratorEngine

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// However a process ends, nothing of it stays.
@Suite(.timeLimit(.minutes(2))) struct ProcessEndTests {
    let runner = ProcessRunner(gracePeriod: .milliseconds(50))
    /// A daemon as the books have it: forks, makes a session of its own, forks again, keeps its streams. The process it came from ends when the daemon runs.
    let daemon = #"""
        perl -MPOSIX -e 'pipe(R, W); if (fork) { close(W); <R>; exit }
        POSIX::setsid(); exit if fork; $| = 1; print "daemon $$\n"; syswrite(W, "x\n"); close(W); sleep 1 while 1'
        """#

    private func number(after word: String, in text: String) throws -> Int {
        let line = try #require(text.split(separator: "\n").last { $0.hasPrefix(word + " ") })
        return try #require(Int(line.dropFirst(word.count + 1)))
    }

    @Test func timesOutWithItsWholeGroup() async throws {
        var request = ProcessRequest.shell("sleep 1000 & echo child $!; wait")
        request.timeout = .milliseconds(500)
        let outcome = await runner.run(request)
        #expect(outcome.ending == .timedOut(after: .milliseconds(500)))
        #expect(await isGone(try number(after: "child", in: outcome.tail)))
    }

    @Test func isKilledWhenItIgnoresTheRequestToEnd() async throws {
        let lines = Recorded<String>()
        let (ready, signal) = AsyncStream<Void>.makeStream()
        let task = Task {
            await runner.run(
                .shell("trap '' TERM; sleep 1000 & echo child $!; while :; do wait; done"),
                onLastLine: {
                    lines.add($0)
                    signal.yield()
                })
        }
        for await _ in ready { break }
        task.cancel()
        #expect(await task.value.ending == .stopped)
        #expect(await isGone(try number(after: "child", in: lines.values.joined(separator: "\n"))))
    }

    @Test func mayCleanUpBeforeItStops() async throws {
        let (ready, signal) = AsyncStream<Void>.makeStream()
        let patient = ProcessRunner(gracePeriod: .seconds(60))
        let task = Task {
            await patient.run(
                .shell("trap 'echo cleaned; exit 0' TERM; echo ready; while :; do sleep 0.01; done"), onLastLine: { _ in signal.yield() })
        }
        for await _ in ready { break }
        task.cancel()
        let outcome = await task.value
        #expect(outcome.ending == .stopped)
        #expect(outcome.tail.hasSuffix("cleaned\n"))
    }

    @Test func leavesAScriptTimeToCleanUpAlthoughItsShellEndsAtOnce() async throws {
        let (ready, signal) = AsyncStream<Void>.makeStream()
        let patient = ProcessRunner(gracePeriod: .seconds(60))
        let script = "trap 'sleep 0.2; echo cleaned; exit 0' TERM; echo ready; while :; do sleep 0.01; done"
        let task = Task {
            // The outer shell waits for the inner one, has no trap, and so ends at once.
            await patient.run(.shell("sh -c \"\(script)\"; true"), onLastLine: { _ in signal.yield() })
        }
        for await _ in ready { break }
        task.cancel()
        let outcome = await task.value
        #expect(outcome.ending == .stopped)
        #expect(outcome.tail.hasSuffix("cleaned\n"))
    }

    @Test func isNotStartedByACancelledTask() async throws {
        let directory = try TemporaryDirectory()
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return await runner.run(.shell("touch started", in: directory.path))
        }
        task.cancel()
        #expect(await task.value.ending == .stopped)
        #expect(!FileManager.default.fileExists(atPath: directory.path + "/started"))
    }

    @Test func leavesNoChildBehindThatIgnoresTheEnd() async throws {
        let outcome = await runner.run(.shell("(trap '' TERM HUP; sleep 1000) & echo child $!"))
        #expect(outcome.ending == .exited(0))
        #expect(await isGone(try number(after: "child", in: outcome.tail)))
    }

    @Test func endsADaemonWithASessionOfItsOwn() async throws {
        let id = UUID().uuidString
        let outcome = await runner.run(.shell(daemon, environment: [AgentEnvironment.executionID: id]))
        #expect(outcome.ending == .exited(0))
        let process = try number(after: "daemon", in: outcome.tail)
        #expect(ProcessIdentity.startTime(of: process) == nil)
    }

    @Test func doesNotWaitForAStrangerThatKeepsThePipe() async throws {
        // It carries nothing that names the execution, so it is not ours to end: the test does.
        let outcome = await runner.run(.shell(daemon))
        #expect(outcome.ending == .exited(0))
        let process = try number(after: "daemon", in: outcome.tail)
        #expect(ProcessIdentity.startTime(of: process) != nil)
        ProcessGroup.kill(process: process)
        #expect(await isGone(process))
    }

    @Test func findsOnlyProcessesOfTheExecution() async throws {
        let (mine, other) = (UUID().uuidString, UUID().uuidString)
        let (started, signal) = AsyncStream<Int>.makeStream()
        let runner = runner
        let tasks = [mine, other].map { id in
            Task {
                await runner.run(
                    .shell("echo ready; exec sleep 1000", environment: [AgentEnvironment.executionID: id]),
                    onLastLine: { _ in signal.yield(1) })
            }
        }
        var count = 0
        for await _ in started {
            count += 1
            if count == 2 { break }
        }
        #expect(OrphanReaper.endProcesses(carrying: mine) == 1)
        #expect(await tasks[0].value.ending == .signalled(9))
        tasks[1].cancel()
        #expect(await tasks[1].value.ending == .stopped)
        #expect(OrphanReaper.endProcesses(carrying: "") == 0)
    }

    @Test(arguments: [-4711, -1, 0, 1, 20, 30])
    func isNeverLookedForAmongStrangers(id: Int) {
        #expect(!ProcessGroup.mayBeSignalled(id, ownProcess: 20, ownGroup: 30))
        #expect(ProcessGroup.mayBeSignalled(2, ownProcess: 20, ownGroup: 30))
    }

    @Test func endsWhatAnInnerRunHasStarted() {
        let match = OrphanReaper.EnvironmentMatch(executionID: "b")
        #expect(match.holds(Array("ORCHESTRATOR_EXECUTION_ID=b".utf8)[...]))
        #expect(match.holds(Array("ORCHESTRATOR_OUTER_EXECUTION_IDS=a,b".utf8)[...]))
        #expect(!match.holds(Array("ORCHESTRATOR_EXECUTION_ID=bb".utf8)[...]))
        #expect(!match.holds(Array("ORCHESTRATOR_OUTER_EXECUTION_IDS=a,bb".utf8)[...]))
        #expect(!match.holds(Array("X_ORCHESTRATOR_EXECUTION_ID=b".utf8)[...]))
    }
}
