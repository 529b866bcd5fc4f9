import AgentOrchestrator

/// A piece of text in a table, made safe for a terminal.
struct Cell: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
    let text: String
    let style: Style?

    /// A cell with text from anywhere.
    init(_ text: some StringProtocol, _ style: Style? = nil) {
        self.text = Printable.escaped(text)
        self.style = style
    }

    init(_ number: Int) { self.init(String(number)) }

    init(stringLiteral value: String) { self.init(value) }

    var width: Int { DisplayWidth.of(text) }
}
