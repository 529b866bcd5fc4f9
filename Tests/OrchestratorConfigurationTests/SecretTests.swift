import Foundation
import OrchestratorModel
import Testing

@testable import OrchestratorConfiguration

@Suite struct SecretTests {
    private let canary = "hunter2-canary"

    @Test func printsNeitherInTextNorInDumpsNorThroughReflection() {
        struct Holder { let secret = Secret("hunter2-canary") }
        var dumped = ""
        dump(Holder(), to: &dumped)
        let printed =
            "\(Holder()) \(Holder().secret) \(String(reflecting: Holder())) \(dumped) \(Mirror(reflecting: Secret(canary)).children.map { "\($0)" })"
        #expect(!printed.contains(canary))
        #expect(Secret(canary).reveal { $0 } == canary)
    }

    /// Every place in which a secret may stand, and several in which one stands by mistake.
    private var places: [(files: [String: String], environment: [String: String], settings: [String])] {
        let url = "postgresql://u:\(canary)@db/x"
        let main = "config/orchestrator-config.yaml"
        let documents = [
            "state:\n  url: \(url)\n", "state:\n  url: postgresql://db/x?password=\(canary)\n", "llm:\n  host: http://u:\(canary)@h/\n",
            "state:\n  ur: \(url)\n", "state: \(url)\n", "state:\n  url: \"\(url)\n", "state:\n  url: [\(url)]\n",
            "state:\n  url: mysql://u:\(canary)@h\n",
            "state:\n  lease_ttl: 3s # \(canary)\n  lease_renewl: 4\n", "state: {url: \(url), lease_ttl: 0s}\n", "pasword: \(canary)\n",
            "state:\n  url: postgresql://u:a/b\(canary)@h/x\n", "state:\n  url: postgresql://u:%zz\(canary)@h/x\n",
            "\tpassword: \(canary)\n",
            "models:\n  ollama:\n    host: https://:\(canary)@h:1\n", "state:\n  url: {a: \(canary)}\n  lease_ttl: 1\n",
            "state:\n  url: \(url)\n  url: \(url)2\n", "x-url: &u \(url)\nstate:\n  url: *u\n  lease_ttl: *u\n",
        ]
        var result = documents.map { (files: [main: $0], environment: [String: String](), settings: [String]()) }
        for value in [url, "mysql://\(canary)", canary] {
            result.append(([:], ["ORCHESTRATOR__STATE__URL": value], []))
            result.append(([:], [:], ["state.url=\(value)"]))
            result.append(([:], [:], ["state.pasword=\(value)"]))
            result.append((["secret": value], ["ORCHESTRATOR__STATE__URL__FILE": "secret"], []))
        }
        result.append(([:], [:], ["state.url:\(url)"]))
        result.append(([:], ["ORCHESTRATOR__STATE": "{\"url\": \"\(url)\", \"ur\": \"\(url)\"}"], []))
        return result
    }

    @Test func showsAnArgumentInWhichNoSecretCanStand() throws {
        let project = try ScratchProject(["file": ""])
        let found = project.diagnostics(settings: ["state.url=sqlite:file/below.db"])
        #expect(found.map(\.argument) == ["state.url=sqlite:file/below.db"], "\(found)")
        // What looks like a secret is shown nowhere, also where it is a path.
        let odd = project.diagnostics(settings: ["state.url=sqlite:file/u:\(canary)@h"])
        #expect(odd.count == 1 && !"\(odd) \(odd.map(\.json.canonicalText))".contains(canary), "\(odd)")
    }

    @Test(arguments: [
        "some.unknown=fast", "some.unknown=1", "execution.mod=branch", "x=two words", "verification.test.comand=make -j4 check", "a..b=fast",
    ])
    func showsWhatWasGivenForAKeyThatIsUnknown(_ argument: String) throws {
        let found = try ScratchProject().diagnostics(settings: [argument])
        #expect(found.map(\.argument) == [argument], "\(found)")
        #expect(found.allSatisfy { $0.description.contains(argument) }, "\(found)")
    }

    @Test(arguments: [
        "some.pasword", "pasword", "api_key", "github.token", "state.ur", "state.adress", "llm.hsot", "some..pasword", "db.dsn", "token..x",
    ])
    func masksWhatWasGivenForAKeyThatLooksLikeASecret(_ key: String) throws {
        let found = try ScratchProject().diagnostics(settings: ["\(key)=swordfish"])
        #expect(found.map(\.argument) == ["\(key)=<redacted>"], "\(found)")
        #expect(!"\(found) \(found.map(\.json.canonicalText))".contains("swordfish"))
    }

    @Test(arguments: [
        "postgresql://u:pw@h/x", "https://h/x", "u:pw@h", "ghp_16C7e42F292c6912E7", "x --with hunter2-canary", "a=b?password=swordfish",
    ])
    func masksWhatLooksLikeASecretWhateverTheKey(_ value: String) throws {
        let found = try ScratchProject().diagnostics(settings: ["some.unknown=\(value)"])
        #expect(found.map(\.argument) == ["some.unknown=<redacted>"], "\(found)")
        #expect(!"\(found) \(found.map(\.json.canonicalText))".contains(value))
    }

    @Test func letsNoSecretOut() throws {
        for (files, environment, settings) in places {
            let project = try ScratchProject(files)
            let diagnostics = project.diagnostics(settings: settings, environment: environment)
            var printed = diagnostics.map { "\($0) \($0.render(colored: true)) \($0.json.canonicalText) \(String(reflecting: $0))" }
                .joined()
            if let loaded = try? project.load(settings: settings, environment: environment) {
                printed += loaded.document.canonicalText + loaded.text() + loaded.text(showsOrigins: true) + "\(loaded.configuration.state)"
                printed += try loaded.explanation(of: "state.url").text + loaded.explanation(of: "state").json.canonicalText
                printed += ConfigurationDifference.between(loaded.document, try ScratchProject().load().document).map(\.text).joined()
                printed += "\(loaded.origins)"
                var dumped = ""
                dump(loaded.configuration, to: &dumped)
                printed += dumped
            }
            #expect(!printed.contains(canary), "\(files) \(environment) \(settings): \(printed)")
        }
    }

    @Test func warnsOfALiteralPasswordInATrackedFileOnly() throws {
        let project = try ScratchProject(["config/orchestrator-config.yaml": "state:\n  url: postgresql://u:\(canary)@db/x\n"])
        #expect(project.diagnostics().isEmpty)
        for arguments in [["init", "-q"], ["add", "."]] {
            let git = Process()
            git.executableURL = URL(filePath: "/usr/bin/env")
            git.arguments = ["git", "-C", project.path] + arguments
            try git.run()
            git.waitUntilExit()
            #expect(git.terminationStatus == 0)
        }
        let diagnostics = project.diagnostics()
        #expect(diagnostics.map(\.code) == ["secret-in-file"])
        #expect(diagnostics.map(\.severity) == [.warning])
        #expect(diagnostics[0].help?.contains("ORCHESTRATOR__STATE__URL__FILE") == true)
    }

    @Test func savesNoSecretUnlessTold() throws {
        let project = try ScratchProject(["config/orchestrator-config.local.yaml": "state:\n  url: postgresql://u:\(canary)@db/x\n"])
        let configuration = try project.load().configuration
        let path = "\(project.path)/saved.yaml"
        #expect(throws: Configuration.SecretsInTheWay(keys: ["state.url"])) { try configuration.save(to: path) }
        try configuration.save(to: path, includingSecrets: true)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        guard case .postgresql(_, let password?) = try project.load(configurationFile: "saved.yaml").configuration.state.url else {
            throw Unexpected()
        }
        #expect(password.reveal { $0 } == canary)
    }

    @Test func keepsThePasswordPercentEncoded() throws {
        let location = try #require(StateLocation("postgresql://u:p%40%2Fw@h:5/db?x=1", directory: "/"))
        guard case .postgresql(let url, let password?) = location else { throw Unexpected() }
        #expect(url == "postgresql://u@h:5/db?x=1")
        #expect(password.reveal { $0 } == "p@/w")
        #expect(location.written(includingSecret: true) == "postgresql://u:p%40%2Fw@h:5/db?x=1")
        #expect("\(location)" == "postgresql://u:<redacted>@h:5/db?x=1")
    }
}
