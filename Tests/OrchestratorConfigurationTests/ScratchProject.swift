import Foundation
import OrchestratorModel

@testable import OrchestratorConfiguration

/// A directory of a test's own, removed with it.
final class ScratchProject {
    let path: String

    init(_ files: [String: String] = [:]) throws {
        path = FileManager.default.temporaryDirectory.appending(path: "configuration-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for (name, text) in files { try write(name, Data(text.utf8)) }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ name: String, _ data: Data) throws {
        let url = URL(filePath: path).appending(path: name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: url)
    }

    func read(_ name: String) throws -> String {
        try String(contentsOf: URL(filePath: path).appending(path: name), encoding: .utf8)
    }

    func request(
        settings: [String] = [], environment: [String: String] = [:], profile: String? = nil, configurationFile: String? = nil
    ) -> ConfigurationRequest {
        let base = ["HOME": path, "XDG_CONFIG_HOME": "\(path)/xdg"]
        return ConfigurationRequest(
            workingDirectory: path, configurationFile: configurationFile, profile: profile, settings: settings,
            environment: base.merging(environment) { $1 }, systemFile: "\(path)/etc/config.yaml")
    }

    func load(
        settings: [String] = [], environment: [String: String] = [:], profile: String? = nil, configurationFile: String? = nil
    ) throws -> LoadedConfiguration {
        try Configuration.load(
            request(settings: settings, environment: environment, profile: profile, configurationFile: configurationFile))
    }

    /// The diagnostics of a configuration, whether it loads or not.
    func diagnostics(
        settings: [String] = [], environment: [String: String] = [:], profile: String? = nil, configurationFile: String? = nil
    ) -> [Diagnostic] {
        do {
            return try Configuration.load(
                request(settings: settings, environment: environment, profile: profile, configurationFile: configurationFile)
            ).warnings
        } catch {
            return error.diagnostics
        }
    }
}

extension JSONValue {
    func value(at path: String) -> JSONValue? {
        path.split(separator: ".").reduce(Optional(self)) { $0?[String($1)] }
    }
}
