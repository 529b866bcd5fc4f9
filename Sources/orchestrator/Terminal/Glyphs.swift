import AgentOrchestrator

/// The signs that pictures are made of, for terminals that know Unicode and for those that don't.
struct Glyphs: Sendable {
    var completed: String
    var failed: String
    var skipped: String
    var pending: String
    /// The phase that is being carried out, one sign after the other.
    var spinner: [String]
    /// The phase that was being carried out when the run stopped.
    var halted: String
    var note: String
    var blocked: String
    /// Stands before what a program printed.
    var quote: String
    var separator: String
    var ellipsis: String
    private var isUnicode: Bool

    static let unicode = Glyphs(
        completed: "✓", failed: "✗", skipped: "↷", pending: "·", spinner: ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"], halted: "▸",
        note: "•", blocked: "✗", quote: "›", separator: " · ", ellipsis: "…", isUnicode: true)

    static let ascii = Glyphs(
        completed: "ok", failed: "!!", skipped: "--", pending: "..", spinner: ["| ", "/ ", "- ", "\\ "], halted: "> ", note: "*",
        blocked: "!", quote: ">", separator: ", ", ellipsis: "...", isUnicode: false)

    /// Those that the locale of the environment allows (POSIX: `LC_ALL` wins over `LC_CTYPE`, and that over `LANG`).
    init(environment: [String: String]) {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
        let isUnicode = locale.lowercased().contains("utf-8") || locale.lowercased().contains("utf8")
        self = isUnicode ? .unicode : .ascii
    }

    private init(
        completed: String, failed: String, skipped: String, pending: String, spinner: [String], halted: String, note: String,
        blocked: String,
        quote: String, separator: String, ellipsis: String, isUnicode: Bool
    ) {
        self.completed = completed
        self.failed = failed
        self.skipped = skipped
        self.pending = pending
        self.spinner = spinner
        self.halted = halted
        self.note = note
        self.blocked = blocked
        self.quote = quote
        self.separator = separator
        self.ellipsis = ellipsis
        self.isUnicode = isUnicode
    }

    /// A text from outside, made safe for this terminal: one that does not know Unicode takes the bytes of UTF-8 for signs of their own, or for
    /// control characters.
    func safe(_ text: String) -> String {
        let printable = Printable.escaped(text)
        guard !isUnicode, !printable.utf8.allSatisfy({ $0 < 0x80 }) else { return printable }
        return printable.reduce(into: "") { result, character in
            result += character.isASCII ? String(character) : String(repeating: "?", count: DisplayWidth.of(character))
        }
    }
}
