/// The command that goes on with a list.
enum NextPage {
    /// The command that was called, to be pasted into a shell, with that cursor in the place of its own: filters, limits and options stay.
    static func command(after cursor: String, of arguments: [String] = Array(CommandLine.arguments.dropFirst())) -> String {
        var words: [String] = []
        var isCursor = false
        for argument in arguments {
            if isCursor {
                isCursor = false
            } else if argument == "--after" {
                isCursor = true
            } else if !argument.hasPrefix("--after=") {
                words.append(argument)
            }
        }
        return (["orchestrator"] + words.map(ShellWord.quoted) + ["--after", cursor]).joined(separator: " ")
    }
}
