import AgentOrchestrator

/// A command that can be pasted into a shell, with what it does.
struct ShellCommand {
    let text: String
    let meaning: String

    init(_ text: String, meaning: String) {
        self.text = text
        self.meaning = meaning
    }

    /// Prints commands with their meanings as comments, which are left out on a terminal that is too narrow for them.
    static func print(_ commands: [ShellCommand], to console: Console) {
        let width = commands.map(\.text.count).max() ?? 0
        for command in commands {
            let comment = "  # " + command.meaning
            let padding = String(repeating: " ", count: width - command.text.count)
            let isRoomy = !console.isTerminal || 2 + width + comment.count <= console.columns
            console.write("  \(command.text)\(isRoomy ? padding + console.styled(comment, .dim) : "")\n")
        }
    }
}
