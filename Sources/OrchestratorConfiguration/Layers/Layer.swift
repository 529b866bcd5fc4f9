/// Where settings come from, lowest first: what a higher layer says wins.
public enum Layer: Int, Hashable, Sendable, CaseIterable, Comparable, CustomStringConvertible {
    /// What the program ships with.
    case defaults
    /// `/etc/orchestrator/config.yaml`.
    case system
    /// `$XDG_CONFIG_HOME/orchestrator/config.yaml`.
    case user
    /// The models file, which fills the section `models`.
    case models
    /// `config/orchestrator-config.yaml`, or `--config`.
    case project
    /// The git-ignored file beside the one of the project.
    case local
    /// `profiles/NAME.yaml` beside it.
    case profile
    /// `ORCHESTRATOR__…`.
    case environment
    /// `--set`.
    case arguments

    /// Lower layers come first.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    /// The word that documents use.
    public var description: String {
        switch self {
        case .defaults: "defaults"
        case .system: "system"
        case .user: "user"
        case .models: "models"
        case .project: "project"
        case .local: "local"
        case .profile: "profile"
        case .environment: "environment"
        case .arguments: "set"
        }
    }
}
