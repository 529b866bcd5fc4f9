/// A part of a source, in bytes.
struct Place: Sendable {
    let source: Source
    let range: Range<Int>

    init(_ source: Source, _ range: Range<Int>) {
        self.source = source
        self.range = range
    }

    /// What a person is told where one diagnostic names a second place: `config/a.yaml:3:5`, a variable, an argument.
    var description: String {
        switch source.kind {
        case .file:
            let position = source.position(of: range.lowerBound)
            return "\(source.name):\(position.line):\(position.column)"
        case .variable(let name): return name
        case .argument(let text): return "--set \(text)"
        case .schema: return "the defaults"
        }
    }
}
