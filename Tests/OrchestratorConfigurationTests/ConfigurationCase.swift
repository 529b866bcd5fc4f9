import Foundation
import OrchestratorModel
import Testing

/// Files, variables and arguments, and what must be said of them.
struct ConfigurationCase: Decodable, CustomTestStringConvertible, Sendable {
    let name: String
    let files: [String: String]
    let files_base64: [String: String]?
    let environment: [String: String]?
    let arguments: [String]?
    let expect: Expectation

    struct Expectation: Decodable, Sendable {
        let valid: Bool
        let values: [String: JSONValue]?
        let problems: [[String: JSONValue]]?
        let warnings: [[String: JSONValue]]?
        let never_printed: [String]?
    }

    var testDescription: String { name }

    static let all: [ConfigurationCase] = {
        struct File: Decodable { let cases: [ConfigurationCase] }
        guard let url = Bundle.module.url(forResource: "cases", withExtension: "json", subdirectory: "Fixtures"),
            let data = try? Data(contentsOf: url), let file = try? JSONDecoder().decode(File.self, from: data)
        else { return [] }
        return file.cases
    }()
}
