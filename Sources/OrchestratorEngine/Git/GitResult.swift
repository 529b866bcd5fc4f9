/// How a command of git ended and what it printed.
struct GitResult: Sendable {
    /// The subcommand.
    let command: String
    /// Its exit status.
    let status: Int
    /// Standard output.
    let output: [UInt8]
    /// The tail of standard error.
    let errors: String

    /// The output as one line of text.
    var line: String { Self.line(output) }

    /// Both streams, for people.
    var report: String { errors + (errors.hasSuffix("\n") || errors.isEmpty ? "" : "\n") + OutputTail.text(Array(output.suffix(64 << 10))) }

    /// The command's failure as an error.
    var error: GitError { .failed(command: command, status: status, output: report) }

    /// Output without the newline at its end, which belongs to git and not to the value.
    static func line(_ bytes: [UInt8]) -> String {
        String(decoding: bytes.last == UInt8(ascii: "\n") ? bytes.dropLast() : bytes[...], as: UTF8.self)
    }
}
