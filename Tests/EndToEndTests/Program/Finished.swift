/// A process that has ended.
struct Finished: Sendable, CustomStringConvertible {
    /// The exit status; a signal `n` counts as `128 + n`.
    let status: Int32
    /// Whether a signal ended it.
    let wasSignalled: Bool
    let output: String
    let errors: String

    var description: String { "status \(status)\n--- output\n\(output)--- errors\n\(errors)---" }

    /// Both outputs.
    var text: String { output + errors }
}
