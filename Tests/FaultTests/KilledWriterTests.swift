import Foundation
import OrchestratorTestKit
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A process that writes is killed at random moments; another opens the store.
@Suite(.timeLimit(.minutes(60))) struct KilledWriterTests {
    /// Lets a worker write until it has acknowledged so much, and kills it.
    private static func kill(
        after count: Int, in directory: TemporaryDirectory, _ environment: [String: String] = [:]
    ) async throws -> WorkerReport {
        let report = try await WorkerProcess("endless", environment, in: directory).run(killedAfter: count)
        #expect(report.signal == SIGKILL)
        return report
    }

    @Test func losesNothingThatWasAcknowledged() async throws {
        var (kills, acknowledged) = (0, 0)
        while kills < Repetitions.kills {
            // A store of its own for every thirty, so that looking through it does not take ever longer.
            let directory = try TemporaryDirectory(inMemory: true)
            let root = directory.path("root")
            var lines: [[String]] = []
            for _ in 0..<min(30, Repetitions.kills - kills) {
                let report = try await Self.kill(after: Int.random(in: 0...60), in: directory)
                #expect(report.errors == [] && report.untyped == [])
                lines += report.acknowledged
                kills += 1
                let check = StoreCheck(database: root + "/state.db", artifacts: root + "/artifacts")
                #expect(try await check.problems(lines) == [], "after \(kills) kills")
            }
            acknowledged += lines.count
        }
        print("kill -9: \(kills) times, with \(acknowledged) acknowledgements in all")
    }

    /// The control: a writer that acknowledges too early must be found out.
    @Test func wouldSeeWhatIsLost() async throws {
        var lost = 0
        for _ in 0..<50 where lost == 0 {
            let directory = try TemporaryDirectory(inMemory: true)
            let report = try await Self.kill(after: Int.random(in: 5...60), in: directory, ["WORKER_EAGER": "1"])
            let root = directory.path("root")
            lost += try await StoreCheck(database: root + "/state.db", artifacts: root + "/artifacts").problems(report.acknowledged).count
        }
        #expect(lost > 0)
    }
}
