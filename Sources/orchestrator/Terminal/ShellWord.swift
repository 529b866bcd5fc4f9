import AgentOrchestrator

/// Words of commands that are printed to be pasted into a shell.
enum ShellWord {
    /// The text as one word; what a terminal would obey is shown instead.
    static func quoted(_ text: String) -> String {
        let isPlain = !text.isEmpty && text.utf8.allSatisfy { isLetterOrDigit($0) || "/._-:@%+=,".utf8.contains($0) }
        return isPlain ? text : "'\(Printable.escaped(text.replacing("'", with: "'\\''")))'"
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
