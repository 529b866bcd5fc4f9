/// The form of a report about a run.
public enum ReportForm: String, Hashable, Sendable, CaseIterable {
    /// For people, as ``MarkdownReport`` writes it.
    case markdown
    /// For people, as ``HTMLReport`` writes it.
    case html
    /// For programs that show findings, as ``SARIFReport`` writes it.
    case sarif
}
