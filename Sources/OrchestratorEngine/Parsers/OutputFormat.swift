/// The form in which a check says what it found.
package enum OutputFormat: String, Hashable, Sendable, CaseIterable {
    /// To be recognised from what is printed.
    case auto
    /// Lines for people, as compilers and test runners print them.
    case text
    /// JUnit XML.
    case junit
    /// SARIF 2.1.0.
    case sarif
    /// JSON of a linter: one document, or one on each line.
    case json
}
