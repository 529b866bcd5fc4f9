/// A number for each severity, zeros included.
public struct SeverityCounts: Hashable, Sendable, Codable {
    /// How many are major.
    public var major: Int
    /// How many are medium.
    public var medium: Int
    /// How many are minor.
    public var minor: Int

    /// Counts with the given values.
    public init(major: Int = 0, medium: Int = 0, minor: Int = 0) {
        self.major = major
        self.medium = medium
        self.minor = minor
    }

    /// The counts of a sequence of severities.
    public init(_ severities: some Sequence<Severity>) {
        self.init()
        for severity in severities { self[severity] += 1 }
    }

    /// The number for one severity.
    public subscript(severity: Severity) -> Int {
        get {
            switch severity {
            case .major: major
            case .medium: medium
            case .minor: minor
            }
        }
        set {
            switch severity {
            case .major: major = newValue
            case .medium: medium = newValue
            case .minor: minor = newValue
            }
        }
    }

    /// All together.
    public var total: Int { major + medium + minor }
}
