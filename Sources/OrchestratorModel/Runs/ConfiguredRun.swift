/// A run with the configuration that it goes by, as documents and events tell it: as one of the run's members.
package struct ConfiguredRun: Hashable, Sendable, Codable {
    /// The run.
    package var run: Run
    /// The redacted effective configuration.
    package var configuration: JSONValue

    package init(run: Run, configuration: JSONValue) {
        self.run = run
        self.configuration = configuration
    }

    package func encode(to encoder: any Encoder) throws {
        try run.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(configuration, forKey: .configuration)
    }

    package init(from decoder: any Decoder) throws {
        run = try Run(from: decoder)
        configuration = try decoder.container(keyedBy: CodingKeys.self).decode(JSONValue.self, forKey: .configuration)
    }

    private enum CodingKeys: String, CodingKey {
        case configuration
    }
}
