/// A word, a literal or a single mark of Swift.
struct Token: Sendable, Equatable {
    enum Kind: Sendable {
        case word, literal, mark
    }

    let kind: Kind
    /// The word or the mark; what a literal says does not matter to the rules, so it is empty there.
    let text: String
    let line: Int
    /// Whether white space or a comment stands before it.
    let isSpaced: Bool

    func isMark(_ mark: String) -> Bool { kind == .mark && text == mark }
    func isWord(_ words: String...) -> Bool { kind == .word && words.contains(text) }
}
