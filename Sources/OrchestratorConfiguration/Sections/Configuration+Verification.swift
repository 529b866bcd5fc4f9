public import OrchestratorModel

extension Configuration {
    /// The checks after each execution.
    public struct Verification: Sendable {
        /// Does it build?
        public var build = Check(timeout: .seconds(300), severityOnFailure: .major)
        /// Do its tests pass?
        public var test = Check(timeout: .seconds(600), severityOnFailure: .medium)
        /// What do the linters say?
        public var lint = Check(timeout: .seconds(120), severityOnFailure: .minor)
        /// What do the scanners say?
        public var security = Check(isEnabled: false, timeout: .seconds(180), severityOnFailure: .medium)
        /// Does it do what the spec says?
        public var specValidation = SpecValidation()
        /// Checks of the repository's own.
        public var customTests: [CustomTest] = []

        static let schema = Section<Self>([
            .section("build", \.build, Check.schema("build", command: "make build", flag: "build_enabled"), "Does it build?"),
            .section("test", \.test, Check.schema("test", command: "make test", flag: "test_enabled"), "Do its tests pass?"),
            .section("lint", \.lint, Check.schema("lint", command: "make lint", flag: "lint_enabled"), "What do the linters say?"),
            .section(
                "security", \.security, Check.schema("security", command: "make audit", flag: "security_scan_enabled"),
                "What do the scanners say?"),
            .section("spec_validation", \.specValidation, SpecValidation.schema, "Does it do what the spec says?").unread,
            .keyed(
                "custom_tests", \.customTests, by: "name", of: CustomTest.schema, entry: { CustomTest(name: "", command: "") },
                "Checks of the repository's own. The same name in a higher layer changes the test; `!reset` before an entry removes it."
            ).example("- name: integration", "  command: make integration-test", "  timeout: 5m"),
        ])
    }

    /// One check: a command whose result becomes findings.
    public struct Check: Sendable {
        /// Whether it is run.
        public var enabled: Bool
        /// The command, run by a shell; `nil`: the check is skipped.
        public var command: String?
        /// How long it may take.
        public var timeout: Duration
        /// How its output is read.
        public var outputFormat = OutputFormat.auto
        /// What a failure weighs that names no finding of its own.
        public var severityOnFailure: Severity

        init(isEnabled: Bool = true, timeout: Duration, severityOnFailure: Severity) {
            enabled = isEnabled
            self.timeout = timeout
            self.severityOnFailure = severityOnFailure
        }

        /// The keys of the check of that name; the old files had flat names.
        static func schema(_ name: String, command: String, flag: String) -> Section<Self> {
            Section([
                .key("enabled", \.enabled, .bool, "Whether it is run.", old: [OldName("verification.\(flag)")]),
                .key(
                    "command", \.command, .anyText,
                    "The command, run by a shell in the checkout. Empty or absent: the check is skipped with a notice.",
                    old: [OldName("verification.\(name)_command")]
                ).example(command),
                .key("timeout", \.timeout, .positiveSeconds, "How long it may take.", old: [OldName("verification.\(name)_timeout")]),
                .key(
                    "output_format", \.outputFormat, .oneOf(OutputFormat.self), "How its output is read; `auto` looks at it.",
                    old: [OldName("verification.\(name)_output_format")]),
                .key(
                    "severity_on_failure", \.severityOnFailure, .oneOf(Severity.self),
                    "What a failure weighs that names no finding of its own."),
            ])
        }
    }

    /// The form of a check's output.
    public enum OutputFormat: String, Sendable, Hashable, CaseIterable {
        /// Found out by looking.
        case auto
        /// What compilers, linters and test runners print.
        case text
        /// JUnit's XML.
        case junit
        /// SARIF 2.1.0.
        case sarif
        /// One of the JSON forms of well-known tools.
        case json
    }

    /// The check against the spec.
    public struct SpecValidation: Sendable {
        /// Whether it is run.
        public var enabled = true
        /// The command, run by a shell; `nil`: the check is skipped.
        public var command: String?
        /// How long it may take.
        public var timeout = Duration.seconds(120)
        /// How its output is read.
        public var outputFormat = OutputFormat.auto
        /// What a failure weighs that names no finding of its own.
        public var severityOnFailure = Severity.medium
        /// The sampling temperature of the model that judges.
        public var temperature = 0.3

        static let schema = Section<Self>([
            .key("enabled", \.enabled, .bool, "Whether it is run.", old: [OldName("verification.spec_validation_enabled")]),
            .key(
                "command", \.command, .anyText,
                "The command, run by a shell in the checkout. Empty or absent: the check is skipped with a notice."),
            .key("timeout", \.timeout, .positiveSeconds, "How long it may take."),
            .key("output_format", \.outputFormat, .oneOf(OutputFormat.self), "How its output is read; `auto` looks at it."),
            .key(
                "severity_on_failure", \.severityOnFailure, .oneOf(Severity.self), "What a failure weighs that names no finding of its own."
            ),
            .key(
                "temperature", \.temperature, .decimal(0...2), "The sampling temperature of the model that judges.",
                old: [OldName("verification.spec_validation_temperature")]),
        ])
    }

    /// A check of the repository's own.
    public struct CustomTest: Sendable, Hashable {
        /// What it is called, unique among the custom tests.
        public var name: String
        /// The command, run by a shell.
        public var command: String
        /// Whether it is run.
        public var enabled = true
        /// Where it is run, relative to the checkout; `nil`: in it.
        public var workingDirectory: String?
        /// How long it may take.
        public var timeout = Duration.seconds(60)
        /// What its failure weighs.
        public var severityOnFailure = Severity.medium

        /// A test with the given values.
        public init(name: String, command: String) {
            self.name = name
            self.command = command
        }

        static let schema = Section<Self>([
            .key("name", \.name, .word, "What it is called.", isRequired: true),
            .key("command", \.command, .word, "The command, run by a shell.", isRequired: true),
            .key("enabled", \.enabled, .bool, "Whether it is run."),
            .key("working_directory", \.workingDirectory, .word, "Where it is run, relative to the checkout."),
            .key("timeout", \.timeout, .positiveSeconds, "How long it may take."),
            .key("severity_on_failure", \.severityOnFailure, .oneOf(Severity.self), "What its failure weighs."),
        ])
    }
}

extension Configuration.OutputFormat: SettingChoice {}
