import Foundation
import Testing

/// What `config validate` and `config show` say of each case.
@Suite struct ConfigurationCaseTests {
    @Test func findsTheCases() {
        #expect(ConfigurationCase.all.count >= 40)
    }

    @Test(arguments: ConfigurationCase.all) func saysWhatTheCaseExpects(_ sample: ConfigurationCase) throws {
        let object = try sample.object()
        let expected = try #require(object["expect"] as? [String: Any])
        let isValid = try #require(expected["valid"] as? Bool)
        let project = try project(object)
        let environment = object["environment"] as? [String: String] ?? [:]
        let arguments = object["arguments"] as? [String] ?? []
        func call(_ command: String...) throws -> Executable.Output {
            try project.executable.run(["config"] + command + arguments, in: project.path, environment: environment)
        }
        let checked = try call("validate", "--json")
        let (plain, shown) = (try call("validate"), try call("show", "--json"))
        #expect(checked.status == (isValid ? 0 : 2) && plain.status == checked.status && shown.status == checked.status)
        let report = try checked.json()
        #expect(report["valid"] as? Bool == isValid)
        let diagnostics = try #require(report["diagnostics"] as? [[String: Any]])
        for (kind, severity) in [("problems", "error"), ("warnings", "warning")] {
            for wanted in expected[kind] as? [[String: Any]] ?? [] {
                #expect(diagnostics.contains { $0["severity"] as? String == severity && matches($0, wanted) }, "\(wanted): \(diagnostics)")
            }
        }
        if isValid {
            let document = try shown.json()
            for (path, value) in expected["values"] as? [String: Any] ?? [:] {
                #expect(holds(member(path, of: document), value), "\(path)")
            }
        }
        let printed = [checked, plain, shown].map { $0.stdout + $0.stderr }.joined()
        for secret in expected["never_printed"] as? [String] ?? [] { #expect(!printed.contains(secret)) }
    }

    private func project(_ object: [String: Any]) throws -> ProjectDirectory {
        let project = try ProjectDirectory()
        for (name, text) in object["files"] as? [String: String] ?? [:] { try project.write(name, text) }
        for (name, text) in object["files_base64"] as? [String: String] ?? [:] {
            try project.write(name, try #require(Data(base64Encoded: text)))
        }
        return project
    }

    private func member(_ path: String, of document: [String: Any]) -> Any? {
        path.split(separator: ".").reduce(Optional<Any>(document)) { ($0 as? [String: Any])?[String($1)] }
    }

    private func matches(_ diagnostic: [String: Any], _ wanted: [String: Any]) -> Bool {
        let text = "\(diagnostic["message"] ?? "") \(diagnostic["help"] ?? "")"
        return wanted.allSatisfy { key, value in
            if key == "mentions" { return (value as? [String])?.allSatisfy { text.contains($0) } ?? false }
            return holds(diagnostic[key], value)
        }
    }

    /// Maps and lists of maps may hold more keys than expected.
    private func holds(_ actual: Any?, _ expected: Any) -> Bool {
        switch (actual, expected) {
        case (let actual as [String: Any], let expected as [String: Any]): expected.allSatisfy { holds(actual[$0.key], $0.value) }
        case (let actual as [Any], let expected as [Any]):
            actual.count == expected.count && zip(actual, expected).allSatisfy { holds($0, $1) }
        case (let actual as NSObject, let expected as NSObject): actual == expected
        default: false
        }
    }
}
