import OrchestratorState

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Ends what an execution has left behind.
package enum OrphanReaper {
    /// A process that can't be confused with a later one of the same id.
    private struct Target: Hashable {
        let process: Int
        let start: Int64
    }

    /// Sends SIGKILL to every process of this user that carries an execution in its environment, until there is none.
    ///
    /// Processes that start others while they are being ended are caught by the next round; a round that finds nothing is the last. This process is never among them.
    ///
    /// - Parameters:
    ///   - executionID: The value of `ORCHESTRATOR_EXECUTION_ID`, or one of `ORCHESTRATOR_OUTER_EXECUTION_IDS`.
    ///   - gracePeriod: How long they have to end by themselves after SIGTERM: for programs that hold locks, such as git.
    /// - Returns: How many processes were sent a signal.
    @discardableResult
    package static func endProcesses(carrying executionID: String, gracePeriod: Duration = .zero) -> Int {
        guard !executionID.isEmpty else { return 0 }
        var ended = gracePeriod > .zero ? terminate(executionID, gracePeriod) : []
        // The kernel may need a moment for each, most of all for one that waits for a disk; ten seconds of that are enough.
        for round in 0..<1000 {
            let found = targets(carrying: executionID)
            guard !found.isEmpty else { break }
            for target in found where ProcessIdentity.startTime(of: target.process) == target.start {
                ProcessGroup.kill(process: target.process)
            }
            ended.formUnion(found)
            if round > 0 { usleep(10_000) }
        }
        return ended.count
    }

    /// Sends SIGTERM to each process once, and waits until there is none or their time is over.
    private static func terminate(_ executionID: String, _ gracePeriod: Duration) -> Set<Target> {
        let clock = SuspendingClock()
        let deadline = clock.now + gracePeriod
        var told: Set<Target> = []
        while clock.now < deadline {
            let found = targets(carrying: executionID)
            guard !found.isEmpty else { break }
            for target in found.subtracting(told) where ProcessIdentity.startTime(of: target.process) == target.start {
                ProcessGroup.terminate(process: target.process)
            }
            told.formUnion(found)
            usleep(10_000)
        }
        return told
    }

    /// Processes that carry an execution, with their start as it was before their environment was read.
    private static func targets(carrying executionID: String) -> Set<Target> {
        let own = Int(getpid())
        let matches = EnvironmentMatch(executionID: executionID)
        return Set(
            ProcessTable.processes(ofUser: getuid()).compactMap { process in
                // Of nearly all processes the first look is the last one: it must be cheap.
                guard process > 1, process != own, ProcessTable.environment(of: process, mentions: matches.id) else { return nil }
                guard let start = ProcessIdentity.startTime(of: process) else { return nil }
                return ProcessTable.environment(of: process).contains(where: matches.holds) ? Target(process: process, start: start) : nil
            })
    }

    /// Whether one `NAME=value` of an environment names an execution.
    struct EnvironmentMatch {
        private let entry: [UInt8]
        private let outerPrefix: [UInt8]
        /// The bytes without which no entry can match.
        let id: [UInt8]

        init(executionID: String) {
            id = Array(executionID.utf8)
            entry = Array("\(AgentEnvironment.executionID)=\(executionID)".utf8)
            outerPrefix = Array("\(AgentEnvironment.outerExecutionIDs)=".utf8)
        }

        func holds(_ variable: ArraySlice<UInt8>) -> Bool {
            if variable.elementsEqual(entry) { return true }
            guard variable.starts(with: outerPrefix) else { return false }
            return variable.dropFirst(outerPrefix.count).split(separator: UInt8(ascii: ",")).contains { $0.elementsEqual(id) }
        }
    }
}
