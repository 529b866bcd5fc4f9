/// Gathers what the parsers recognise. A line that one parser has claimed is not read by those after it.
struct DiagnosticCollector {
    let lines: OutputLines
    let paths: CheckoutPaths
    private(set) var diagnostics: [Diagnostic] = []
    private var claimed: Set<Int> = []

    init(lines: OutputLines, paths: CheckoutPaths) {
        self.lines = lines
        self.paths = paths
    }

    mutating func add(_ diagnostic: Diagnostic) {
        diagnostics.append(diagnostic)
    }

    mutating func claim(_ range: Range<Int>) {
        claimed.formUnion(range)
    }

    func isClaimed(_ index: Int) -> Bool { claimed.contains(index) }

    /// Ends the evidence of a diagnostic before the line where the next begins.
    mutating func endEvidence(of index: Int, before line: Int) {
        guard case .lines(let range) = diagnostics[index].evidence, line < range.upperBound else { return }
        diagnostics[index].evidence = .lines(range.lowerBound..<max(line, range.lowerBound + 1))
    }
}
