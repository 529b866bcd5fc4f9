/// Pieces of shell that stand in for agents and checks.
enum Script {
    /// Notes that an agent was started: its phase and pass.
    static let count = "echo \"$ORCHESTRATOR_PHASE_NUMBER.$ORCHESTRATOR_PASS_NUMBER\" >> \"$SCRATCH/calls\"\n"

    /// Appends the number of the phase to `file.txt`.
    static let work = "echo \"$ORCHESTRATOR_PHASE_NUMBER\" >> file.txt\n"

    /// Says that it is there and waits for ever, unless it was let through before.
    ///
    /// Its output goes nowhere, since `tail` ends by itself when the reader of its output has died.
    static func halt(_ name: String) -> String {
        """
        if [ ! -e "$SCRATCH/\(name)-go" ]; then
        echo $$ > "$SCRATCH/\(name)-pid"; mv "$SCRATCH/\(name)-pid" "$SCRATCH/\(name)"
        exec tail -f /dev/null > /dev/null 2>&1
        fi

        """
    }
}
