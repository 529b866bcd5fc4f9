import Foundation
import Testing

/// A configuration and what the program must say of it; the library's tests have the same ones.
struct ConfigurationCase: Sendable, CustomTestStringConvertible {
    let name: String
    /// The case as it stands in the fixture, which is JSON.
    private let text: Data

    var testDescription: String { name }

    static let all: [ConfigurationCase] = {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "OrchestratorConfigurationTests/Fixtures/cases.json")
        guard let data = try? Data(contentsOf: file), let document = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
            let cases = document["cases"] as? [[String: Any]]
        else { return [] }
        return cases.compactMap { ConfigurationCase($0) }
    }()

    private init?(_ object: [String: Any]) {
        guard let name = object["name"] as? String, let text = try? JSONSerialization.data(withJSONObject: object) else { return nil }
        self.name = name
        self.text = text
    }

    func object() throws -> [String: Any] { try #require(try JSONSerialization.jsonObject(with: text) as? [String: Any]) }
}
