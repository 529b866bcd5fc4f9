extension TextFile {
    /// The comments that stand directly above a declaration on the given line, with nothing but attributes between.
    func commentAbove(_ line: Int) -> String {
        var text = ""
        var next = line
        while next > 1 {
            let above = lines[next - 2].drop { $0 == " " || $0 == "\t" }
            if let comment = swift.comments.last(where: { $0.lastLine == next - 1 }), startsLine(comment) {
                text = comment.text + "\n" + text
                next = comment.line
            } else if above.hasPrefix("@") {
                next -= 1
            } else {
                break
            }
        }
        return text
    }

    private func startsLine(_ comment: SourceComment) -> Bool {
        lines[comment.line - 1].drop { $0 == " " || $0 == "\t" }.hasPrefix("/")
    }
}
