import Foundation
import OrchestratorTestKit
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

#if os(Linux)
    /// One call of the storage fails: the n-th write, sync, open or rename, for every n.
    @Suite(.timeLimit(.minutes(60))) struct StorageFaultTests {
        private static let kinds = ["write", "sync", "open", "rename"]
        private static let errors = [("EIO", EIO), ("ENOSPC", ENOSPC)]

        @Test(arguments: Repetitions.wanted(PowerLossTests.scenarios), kinds)
        func acknowledgesNothingThatIsNotThere(scenario: String, kind: String) async throws {
            let count = try await WorkerProcess(scenario).run().calls(Self.kinds.firstIndex(of: kind) ?? 0)
            var (faults, told, acknowledged) = (0, 0, 0)
            for (name, code) in Self.errors {
                for moment in Repetitions.moments(count, atMost: 3) {
                    let worker = try WorkerProcess(scenario)
                    let report = try await worker.run(["FAULT_FAIL": "\(kind):\(moment):\(code)"])
                    let place: Comment = "\(name) at \(kind) \(moment) of '\(scenario)'"
                    #expect(report.status == 0 && report.signal == nil, place)
                    #expect(report.untyped == [], place)
                    let check = StoreCheck(database: worker.database, artifacts: worker.root + "/artifacts")
                    #expect(try await check.problems(report.acknowledged) == [], place)
                    faults += 1
                    told += report.errors.isEmpty ? 0 : 1
                    acknowledged += report.acknowledged.count
                }
            }
            print(
                "storage: \(faults) faults of \(kind) in '\(scenario)', \(told) of them told by errors, with \(acknowledged) acknowledgements in all")
        }

        /// The control: a writer that acknowledges before it has written must be found out.
        @Test func wouldSeeWhatIsLost() async throws {
            let count = try await WorkerProcess("sequence").run().calls(0)
            var lost = 0
            for moment in Repetitions.moments(count, atMost: 40) {
                let worker = try WorkerProcess("sequence", ["WORKER_EAGER": "1"])
                let report = try await worker.run(["FAULT_FAIL": "write:\(moment):\(EIO)"])
                let check = StoreCheck(database: worker.database, artifacts: worker.root + "/artifacts")
                lost += try await check.problems(report.acknowledged).count
            }
            #expect(lost > 0)
        }
    }
#endif
