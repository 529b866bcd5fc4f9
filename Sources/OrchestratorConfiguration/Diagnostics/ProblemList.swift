/// Collects diagnostics of all layers; gives them in order, none twice.
struct ProblemList {
    private struct Entry {
        let diagnostic: Diagnostic
        let layer: Layer
        let offset: Int
    }

    private var entries: [Entry] = []
    private(set) var errorCount = 0
    /// The settings that already have an error, so that no rule over several settings complains on top.
    private(set) var failedPaths: Set<String> = []
    /// Looking for the nearest name costs far more than finding that a name is unknown.
    private var suggestionsLeft = 50

    /// Adds a diagnostic.
    ///
    /// - Parameters:
    ///   - place: What it points at.
    ///   - reveals: Whether the text at that place may be printed: a key, or the value of a key that is known and no secret.
    mutating func report(
        _ code: DiagnosticCode, path: String? = nil, at place: Place?, reveals: Bool = false, _ message: String, help: String? = nil,
        as severity: Diagnostic.Severity = .error
    ) {
        var diagnostic = Diagnostic(severity, code: code, path: path, message: message, help: help)
        if let place {
            switch place.source.kind {
            case .file:
                let position = place.source.position(of: place.range.lowerBound)
                diagnostic.file = place.source.name
                diagnostic.line = position.line
                diagnostic.column = position.column
                diagnostic.excerpt = Diagnostic.Excerpt(place, reveals: reveals)
            case .variable(let name): diagnostic.variable = name
            case .argument(let text): diagnostic.argument = text
            case .schema: break
            }
        }
        add(diagnostic, layer: place?.source.layer ?? .defaults, offset: place?.range.lowerBound ?? 0)
    }

    /// Adds a diagnostic that points at no text, as one about a file that can't be read.
    mutating func add(_ diagnostic: Diagnostic, layer: Layer, offset: Int = 0) {
        if diagnostic.severity == .error {
            errorCount += 1
            if let path = diagnostic.path { failedPaths.insert(path) }
        }
        entries.append(Entry(diagnostic: diagnostic, layer: layer, offset: offset))
    }

    /// The nearest name, as long as there are not too many unknown ones.
    mutating func nearest(to name: String, among candidates: @autoclosure () -> [String]) -> String? {
        guard suggestionsLeft > 0 else { return nil }
        suggestionsLeft -= 1
        return NearestName.to(name, among: candidates())
    }

    var hasErrors: Bool { errorCount > 0 }

    var diagnostics: [Diagnostic] {
        var seen: Set<Diagnostic> = []
        return entries.enumerated()
            .sorted { ($0.element.layer, $0.element.offset, $0.offset) < ($1.element.layer, $1.element.offset, $1.offset) }
            .map(\.element.diagnostic)
            .filter { seen.insert($0).inserted }
    }
}
