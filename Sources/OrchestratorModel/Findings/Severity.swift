/// How much a finding weighs.
public enum Severity: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
    /// Blocks by default.
    case major
    /// Blocks by default.
    case medium
    /// A few are let through by default.
    case minor

    /// Heavier is greater.
    public static func < (left: Self, right: Self) -> Bool { left.weight < right.weight }

    private var weight: Int {
        switch self {
        case .major: 3
        case .medium: 2
        case .minor: 1
        }
    }
}
