/// The sizes that the store accepts. A longer value is a validation error, never cut silently.
public enum Limits {
    /// Characters (Unicode scalars) in a title.
    public static let title = 500
    /// Bytes in a description, an intent, a note or a summary.
    public static let text = 64 * 1024
    /// Bytes in the evidence of a finding.
    public static let evidence = 64 * 1024
    /// Bytes in a path, a branch or another name.
    public static let name = 4096
    /// Phases in a run.
    public static let phases = 10_000
    /// The number of a phase, a pass or a revision of a spec, and a count of retries: numbers of these are added and multiplied.
    public static let number = 1_000_000_000
    /// Tokens that one execution read or wrote, and millionths of a dollar that it cost.
    public static let usage = 1_000_000_000_000
    /// Bytes of an artifact: more than a file can hold on the file systems that are in use.
    public static let artifact = 1 << 44
    /// Findings in one report.
    public static let findingsInReport = 10_000
    /// Labels of a run.
    public static let labels = 64
    /// Bytes in a JSON column.
    public static let json = 4 * 1024 * 1024
}
