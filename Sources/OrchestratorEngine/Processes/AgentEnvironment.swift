/// The environment of an agent and of everything it starts.
package enum AgentEnvironment {
    /// The id of the execution. Every process that carries it is ended with the execution.
    package static let executionID = "ORCHESTRATOR_EXECUTION_ID"
    /// The executions around this one, newest last, separated by commas: when an agent runs this program itself, what the inner one starts ends with the outer one too.
    package static let outerExecutionIDs = "ORCHESTRATOR_OUTER_EXECUTION_IDS"

    /// What an agent always gets, whatever its list of names says.
    private static let always = ["PATH", "HOME", "LANG", "TMPDIR"]
    /// What belongs to the execution in which this program itself may be running.
    private static let ownNames: Set<String> = [
        "ORCHESTRATOR_RUN_ID", "ORCHESTRATOR_PHASE_NUMBER", "ORCHESTRATOR_PASS_NUMBER", executionID, outerExecutionIDs,
        "ORCHESTRATOR_PROMPT_FILE",
        "ORCHESTRATOR_FINDINGS_FILE", "ORCHESTRATOR_SUMMARY_FILE",
    ]

    /// The variables of an agent.
    ///
    /// - Parameters:
    ///   - inherited: The environment of this process.
    ///   - names: The agent's `environment` list: empty for everything but the configuration (`ORCHESTRATOR__…`), otherwise the only names besides
    ///     `PATH`, `HOME`, `LANG` and `TMPDIR`.
    ///   - variables: The `ORCHESTRATOR_…` variables of the execution; they win.
    package static func variables(
        inheriting inherited: [String: String], names: [String], adding variables: [String: String]
    ) -> [String: String] {
        let allowed = Set(names + always)
        var result = inherited.filter { name, _ in
            isPortable(name) && !ownNames.contains(name) && (names.isEmpty ? !name.hasPrefix("ORCHESTRATOR__") : allowed.contains(name))
        }
        let outer = [inherited[outerExecutionIDs], inherited[executionID]].compactMap { $0 }.filter { !$0.isEmpty }
        if !outer.isEmpty { result[outerExecutionIDs] = outer.joined(separator: ",") }
        return result.merging(variables) { _, own in own }
    }

    /// POSIX: a name has no `=` and does not begin with a digit; a process can be given no other.
    private static func isPortable(_ name: String) -> Bool {
        guard let first = name.utf8.first else { return false }
        return !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) && !name.utf8.contains { $0 == UInt8(ascii: "=") || $0 == 0 }
    }
}
