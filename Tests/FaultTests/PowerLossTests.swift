import Foundation
import OrchestratorTestKit
import Testing

#if os(Linux)
    /// The power goes at a moment when something is to be made durable; everything that was not durable by then is gone (invariants 1 and 8).
    @Suite(.timeLimit(.minutes(60))) struct PowerLossTests {
        static let scenarios = [
            "fresh", "sequence", "crowd", "refusals", "artifacts", "findings", "spills", "checkpoints", "cuts", "reader", "reopening", "backup",
            "vacuum", "restore",
        ]

        /// What is wrong after the power went at that moment.
        private static func problems(
            _ scenario: String, at moment: Int, seed: Int, _ environment: [String: String] = [:]
        ) async throws -> (problems: [String], acknowledged: Int) {
            let worker = try WorkerProcess(scenario, environment)
            let report = try await worker.run(["FAULT_POWER": String(moment), "FAULT_SEED": String(seed)])
            #expect(report.signal == 9, "the worker ended with \(report.status): \(report.errors)")
            let check = StoreCheck(database: worker.database, artifacts: worker.root + "/artifacts")
            return (try await check.problems(report.acknowledged), report.acknowledged.count)
        }

        private static func moments(_ scenario: String, atMost few: Int) async throws -> [Int] {
            let report = try await WorkerProcess(scenario).run()
            #expect(report.status == 0 && report.errors.allSatisfy { $0.hasPrefix("state") }, "\(report.errors)")
            // One more is the end, after the last thing that was made durable.
            return Repetitions.moments(report.calls(1) + 1, atMost: few)
        }

        @Test(arguments: Repetitions.wanted(scenarios)) func losesNothingThatWasAcknowledged(scenario: String) async throws {
            var losses = 0
            var acknowledged = 0
            for moment in try await Self.moments(scenario, atMost: 6) {
                // Without a seed all that was not durable is lost; with one a part of it, in no order.
                for seed in [0, moment + 7] {
                    let result = try await Self.problems(scenario, at: moment, seed: seed)
                    #expect(result.problems == [], "the power went at moment \(moment) of '\(scenario)', seed \(seed)")
                    losses += 1
                    acknowledged += result.acknowledged
                }
            }
            print("power loss: '\(scenario)' lost the power \(losses) times, with \(acknowledged) acknowledgements in all")
        }

        /// The control: without durable commits something must be lost.
        @Test(arguments: ["sequence", "crowd", "artifacts", "findings"]) func wouldSeeWhatIsLost(scenario: String) async throws {
            let control = ["WORKER_NORMAL": "1"]
            let report = try await WorkerProcess(scenario, control).run()
            var lost = 0
            for moment in (1...report.calls(1) + 1).reversed() where lost == 0 {
                lost += try await Self.problems(scenario, at: moment, seed: 0, control).problems.count
            }
            #expect(lost > 0)
        }
    }
#endif
