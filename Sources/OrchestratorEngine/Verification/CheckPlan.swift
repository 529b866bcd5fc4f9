internal import OrchestratorConfiguration
internal import OrchestratorModel

/// A check that is to be run, from the configuration.
struct CheckPlan: Hashable, Sendable {
    let name: String
    let category: Finding.Category
    let command: String
    /// Where it is run, relative to the checkout.
    let directory: String?
    let timeout: Duration
    let format: OutputFormat
    let severity: Severity

    /// The checks of a configuration, in the order in which they are run, and the names of those that are on but have no command.
    static func checks(of verification: Configuration.Verification) -> (run: [CheckPlan], skipped: [String]) {
        var (plans, skipped): ([CheckPlan], [String]) = ([], [])
        let checks: [(Finding.Category, Configuration.Check)] = [
            (.build, verification.build), (.test, verification.test), (.lint, verification.lint), (.security, verification.security),
        ]
        for (category, check) in checks where check.enabled {
            guard let command = check.command, !command.allSatisfy(\.isWhitespace) else {
                skipped.append(category.rawValue)
                continue
            }
            plans.append(
                CheckPlan(
                    name: category.rawValue, category: category, command: command, directory: nil, timeout: check.timeout,
                    format: OutputFormat(check.outputFormat), severity: check.severityOnFailure))
        }
        plans += verification.customTests.filter(\.enabled).map {
            CheckPlan(
                name: "custom:\($0.name)", category: .custom, command: $0.command, directory: $0.workingDirectory, timeout: $0.timeout,
                format: .auto, severity: $0.severityOnFailure)
        }
        return (plans, skipped)
    }
}

extension OutputFormat {
    /// The format as the configuration names it.
    init(_ format: Configuration.OutputFormat) {
        switch format {
        case .auto: self = .auto
        case .text: self = .text
        case .junit: self = .junit
        case .sarif: self = .sarif
        case .json: self = .json
        }
    }
}
