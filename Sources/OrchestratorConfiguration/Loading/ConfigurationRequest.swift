/// Where to look for settings. Everything has a default, and what is missing is fine but for a file that is named here.
public struct ConfigurationRequest: Sendable {
    /// Relative names are relative to it, and the search for the project starts there.
    public var workingDirectory: String
    /// The project; `nil`: the nearest directory upwards that holds `config/orchestrator-config.yaml`, else the working directory.
    public var projectDirectory: String?
    /// A file in place of the project's.
    public var configurationFile: String?
    /// The name of a profile.
    public var profile: String?
    /// `KEY=VALUE`, as on the command line; a later one wins.
    public var settings: [String]
    /// The environment: `ORCHESTRATOR__…`, `XDG_CONFIG_HOME` and `HOME` are read.
    public var environment: [String: String]
    /// The file of the machine.
    public var systemFile: String
    /// Whether ``configurationFile`` is looked at alone, over nothing but the defaults.
    public var isFileAlone = false

    /// A request; without arguments it means what the command line means without options.
    public init(
        workingDirectory: String? = nil, projectDirectory: String? = nil, configurationFile: String? = nil, profile: String? = nil,
        settings: [String] = [], environment: [String: String]? = nil, systemFile: String = "/etc/orchestrator/config.yaml"
    ) {
        self.workingDirectory = workingDirectory ?? FileText.workingDirectory
        self.projectDirectory = projectDirectory
        self.configurationFile = configurationFile
        self.profile = profile
        self.settings = settings
        self.environment = environment ?? ProcessEnvironment.variables
        self.systemFile = systemFile
    }
}
