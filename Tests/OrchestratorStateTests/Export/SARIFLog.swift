import OrchestratorModel

/// What the standard (SARIF 2.1.0, sections 3.13 to 3.52) asks of the parts that are written here.
enum SARIFLog {
    /// What is wrong with a log.
    static func problems(of log: JSONValue) -> [String] {
        var problems: [String] = []
        func expect(_ condition: Bool, _ what: String) { if !condition { problems.append(what) } }
        func only(_ value: JSONValue?, _ names: Set<String>, _ what: String) {
            expect(Set(value?.object?.keys.map(\.self) ?? []).isSubset(of: names), "\(what) has members that the standard does not know")
        }
        only(log, ["$schema", "version", "runs", "inlineExternalProperties", "properties"], "the log")
        expect(log["version"]?.string == "2.1.0", "version")
        expect(log["runs"]?.array?.count == 1, "runs")
        guard let run = log["runs"]?.array?.first else { return problems }
        only(
            run, ["tool", "automationDetails", "columnKind", "invocations", "originalUriBaseIds", "results", "properties"], "the run")
        let rules = run["tool"]?["driver"]?["rules"]?.array ?? []
        expect(run["tool"]?["driver"]?["name"]?.string?.isEmpty == false, "tool.driver.name")
        expect(Set(rules).count == rules.count, "rules that are there twice")
        expect(run["columnKind"] == "unicodeCodePoints", "columnKind")
        expect(run["originalUriBaseIds"]?["SRCROOT"]?["uri"]?.string?.hasSuffix("/") == true, "the base of URIs ends with a slash")
        for invocation in run["invocations"]?.array ?? [] {
            if case .bool? = invocation["executionSuccessful"] {} else { expect(false, "executionSuccessful") }
        }
        for result in run["results"]?.array ?? [] { problems += self.problems(ofResult: result, rules: rules) }
        return problems
    }

    private static func problems(ofResult result: JSONValue, rules: [JSONValue]) -> [String] {
        var problems: [String] = []
        func expect(_ condition: Bool, _ what: String) { if !condition { problems.append(what) } }
        let names: Set = [
            "ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints", "suppressions", "baselineState", "properties",
        ]
        expect(Set(result.object?.keys.map(\.self) ?? []).isSubset(of: names), "a result has members that the standard does not know")
        let index = Int(result["ruleIndex"]?.integer ?? -1)
        expect(rules.indices.contains(index) && rules[index]["id"] == result["ruleId"], "ruleIndex names the rule")
        expect(["error", "warning", "note", "none"].contains(result["level"]?.string), "level")
        expect(["new", "unchanged", "updated", "absent"].contains(result["baselineState"]?.string), "baselineState")
        expect(result["message"]?["text"]?.string?.isEmpty == false, "message.text")
        let fingerprints = result["partialFingerprints"]?.object ?? [:]
        expect(!fingerprints.isEmpty && fingerprints.values.allSatisfy { $0.string?.isEmpty == false }, "partialFingerprints")
        for location in result["locations"]?.array ?? [] {
            let uri = location["physicalLocation"]?["artifactLocation"]?["uri"]?.string ?? ""
            let allowed = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-._~%:")
            expect(!uri.isEmpty && uri.allSatisfy(allowed.contains), "a location is a URI")
            let line = location["physicalLocation"]?["region"]?["startLine"]
            expect(line.map { ($0.integer ?? 0) > 0 } ?? true, "startLine counts from 1")
        }
        for suppression in result["suppressions"]?.array ?? [] {
            expect(["inSource", "external"].contains(suppression["kind"]?.string), "suppression.kind")
            expect(["accepted", "underReview", "rejected"].contains(suppression["status"]?.string), "suppression.status")
        }
        return problems
    }
}
