import OrchestratorModel
import Testing

@testable import OrchestratorState

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

@Suite struct ProcessIdentityTests {
    private func identity(host: String = "h", boot: String = "b/pid:[1]", process: Int = 7, start: Int64 = 70) -> ProcessIdentity {
        ProcessIdentity(host: host, bootID: boot, processID: process, processStart: start)
    }

    private func liveness(of process: ProcessIdentity, running: [Int: Int64]) -> ProcessIdentity.Liveness {
        process.liveness(seenFrom: identity(process: 1)) { running[$0] }
    }

    @Test func knowsThisProcess() {
        let current = ProcessIdentity.current
        #expect(current.processID == Int(getpid()))
        #expect(current.processStart > 0)
        #expect(!current.host.isEmpty && !current.bootID.isEmpty)
        #expect(current.liveness == .alive)
        #expect(ProcessIdentity(current.holder(since: .init(microsecondsSinceEpoch: 0))) == current)
    }

    @Test func tellsAProcessFromALaterOneOfTheSameID() {
        #expect(liveness(of: identity(), running: [7: 70]) == .alive)
        #expect(liveness(of: identity(), running: [7: 71]) == .dead)
        #expect(liveness(of: identity(), running: [:]) == .dead)
    }

    @Test func knowsThatNothingSurvivesABoot() {
        #expect(liveness(of: identity(boot: "other/pid:[1]"), running: [7: 70]) == .dead)
    }

    @Test func doesNotJudgeWhatItCannotSee() {
        #expect(liveness(of: identity(host: "other"), running: [:]) == .outOfSight)
        #expect(liveness(of: identity(boot: "b/pid:[2]"), running: [:]) == .outOfSight)
        #expect(liveness(of: identity(boot: ""), running: [:]) == .outOfSight)
    }

    @Test(arguments: [
        "42 (sh) S 1 42 42 0 -1 4194304 100 0 0 0 0 0 0 0 20 0 1 0 12345 2560000 200",
        "42 (a) b) (c) R 1 42 42 0 -1 4194304 100 0 0 0 0 0 0 0 20 0 1 0 12345 2560000 200",
        "42 () ) S 1 42 42 0 -1 4194304 100 0 0 0 0 0 0 0 20 0 1 0 12345 2560000 200",
    ])
    func readsTheStartWhateverTheProgramIsCalled(line: String) {
        #expect(ProcessIdentity.startTime(inStat: line) == 12345)
    }

    @Test(arguments: ["", "42", "42 (sh) S 1", "42 (sh) Z 1 42 42 0 -1 4194304 100 0 0 0 0 0 0 0 20 0 1 0 12345 2560000 200"])
    func findsNoStartOfTheDead(line: String) {
        #expect(ProcessIdentity.startTime(inStat: line) == nil)
    }
}
