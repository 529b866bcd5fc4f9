/// A comment, with its marks; each line of `//` is one of its own.
struct SourceComment: Sendable, Equatable {
    let text: String
    let line: Int
    let lastLine: Int
}
