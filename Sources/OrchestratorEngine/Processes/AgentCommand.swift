/// What to execute for an agent: a program, its arguments and its standard input.
package struct AgentCommand: Hashable, Sendable {
    /// The program: a name that is searched for in `PATH`, or a path.
    package let executable: String
    /// Its arguments.
    package let arguments: [String]
    /// Its standard input.
    package let input: ProcessRequest.Input

    /// How an agent is given its prompt.
    package enum Delivery: String, Hashable, Sendable, CaseIterable {
        /// On standard input.
        case stdin
        /// As the path of a file that holds it.
        case file
        /// As an argument.
        case argument
    }

    /// A prompt and the file that holds it.
    package struct Prompt: Hashable, Sendable {
        package let text: String
        package let path: String

        package init(text: String, path: String) {
            self.text = text
            self.path = path
        }
    }

    /// The command of an agent from the configuration; `nil` if it is empty.
    ///
    /// With `file` the path of the prompt stands for `{prompt_file}`, with `argument` its text for `{prompt}`, wherever that occurs in an argument; where it does not
    /// occur it becomes the last argument.
    package init?(command: [String], delivery: Delivery, prompt: Prompt) {
        guard let program = command.first, !program.isEmpty else { return nil }
        executable = program
        let arguments = Array(command.dropFirst())
        switch delivery {
        case .stdin:
            self.arguments = arguments
            input = .text(prompt.text)
        case .file:
            self.arguments = Self.fill("{prompt_file}", with: prompt.path, in: arguments)
            input = .none
        case .argument:
            self.arguments = Self.fill("{prompt}", with: prompt.text, in: arguments)
            input = .none
        }
    }

    /// The `shell` agent: the script of the phase, which may be a path or a whole pipeline, with the prompt on standard input.
    package init(script: String, prompt: Prompt) {
        executable = "/bin/sh"
        arguments = ["-c", script]
        input = .text(prompt.text)
    }

    private static func fill(_ placeholder: String, with value: String, in arguments: [String]) -> [String] {
        guard arguments.contains(where: { $0.contains(placeholder) }) else { return arguments + [value] }
        // Split and joined rather than replaced in turn: a value that holds the placeholder itself stays as it is.
        return arguments.map { $0.split(separator: placeholder, omittingEmptySubsequences: false).joined(separator: value) }
    }
}
