import Testing

/// A place in the tree that breaks a rule.
struct Offence: CustomStringConvertible, Equatable {
    let path: String
    let line: Int
    let problem: String

    init(_ file: TextFile, _ line: Int, _ problem: String) {
        path = file.path
        self.line = line
        self.problem = problem
    }

    var description: String { "\(path):\(line): \(problem)" }
}

/// Fails with every offence listed, one a line.
func expectNone(_ offences: [Offence], _ rule: String, sourceLocation: SourceLocation = #_sourceLocation) {
    guard !offences.isEmpty else { return }
    Issue.record("\(rule)\n\(offences.map(\.description).joined(separator: "\n"))", sourceLocation: sourceLocation)
}
