import OrchestratorModel

/// Reads the results of a SARIF 2.1.0 log.
enum SARIFParser {
    /// Whether a document is a SARIF log.
    static func isLog(_ document: JSONValue) -> Bool {
        guard let runs = document["runs"]?.array else { return false }
        return document["version"]?.string?.hasPrefix("2.") == true || runs.contains { $0["tool"]?["driver"] != nil }
    }

    static func diagnostics(in documents: [JSONValue]) -> [Diagnostic] {
        documents.filter(isLog).flatMap { $0["runs"]?.array ?? [] }.flatMap { run in
            let rules = Rules(run)
            return (run["results"]?.array ?? []).compactMap { diagnostic($0, rules, run) }
        }
    }

    /// What the tool says of its rules, by index and by id.
    private struct Rules {
        let list: [JSONValue]
        let byID: [String: JSONValue]

        init(_ run: JSONValue) {
            list = run["tool"]?["driver"]?["rules"]?.array ?? []
            byID = Dictionary(list.compactMap { rule in rule["id"]?.string.map { ($0, rule) } }, uniquingKeysWith: { first, _ in first })
        }

        func rule(of result: JSONValue) -> JSONValue? {
            if let id = result["ruleId"]?.string ?? result["rule"]?["id"]?.string, let rule = byID[id] { return rule }
            guard let index = (result["ruleIndex"] ?? result["rule"]?["index"])?.integer, let index = Int(exactly: index),
                list.indices.contains(index)
            else { return nil }
            return list[index]
        }
    }

    private static func diagnostic(_ result: JSONValue, _ rules: Rules, _ run: JSONValue) -> Diagnostic? {
        let rule = rules.rule(of: result)
        guard isOpen(result), let level = level(of: result, rule) else { return nil }
        let place = result["locations"]?.array?.first?["physicalLocation"]
        let id = result["ruleId"]?.string ?? result["rule"]?["id"]?.string ?? rule?["id"]?.string
        let message = message(of: result, rule) ?? id
        guard let message, !message.isEmpty else { return nil }
        let line = place?["region"]?["startLine"]?.integer.flatMap { Int(exactly: $0) }
        return Diagnostic(
            level: level, title: message, description: rule?["shortDescription"]?["text"]?.string ?? "", file: file(place, run),
            line: line.flatMap { $0 > 0 ? $0 : nil }, rule: id,
            suggestedFix: result["fixes"]?.array?.first?["description"]?["text"]?.string,
            evidence: .text(evidence(message, place)))
    }

    /// Whether the result is one that somebody has to look at: not passed, not gone, not suppressed.
    private static func isOpen(_ result: JSONValue) -> Bool {
        if let kind = result["kind"]?.string, kind != "fail", kind != "review", kind != "open" { return false }
        if result["baselineState"]?.string == "absent" { return false }
        let suppressions = result["suppressions"]?.array ?? []
        return !suppressions.contains { ["accepted", nil].contains($0["status"]?.string) }
    }

    private static func level(of result: JSONValue, _ rule: JSONValue?) -> Diagnostic.Level? {
        switch result["level"]?.string ?? rule?["defaultConfiguration"]?["level"]?.string ?? "warning" {
        case "none": nil
        case "note": .note
        case "error": .error
        default: .warning
        }
    }

    private static func message(of result: JSONValue, _ rule: JSONValue?) -> String? {
        if let text = result["message"]?["text"]?.string { return text }
        return result["message"]?["id"]?.string.flatMap { rule?["messageStrings"]?[$0]?["text"]?.string }
    }

    private static func file(_ place: JSONValue?, _ run: JSONValue) -> String? {
        let location = place?["artifactLocation"]
        var uri = location?["uri"]?.string
        if uri == nil, let index = location?["index"]?.integer, let index = Int(exactly: index), let artifacts = run["artifacts"]?.array,
            artifacts.indices.contains(index)
        {
            uri = artifacts[index]["location"]?["uri"]?.string
        }
        guard var path = uri.map(percentDecoded) else { return nil }
        if path.hasPrefix("file://") {
            path.removeFirst("file://".count)
            return path.firstIndex(of: "/").map { String(path[$0...]) }
        }
        return path.hasPrefix("file:") ? String(path.dropFirst("file:".count)) : path
    }

    private static func percentDecoded(_ uri: String) -> String {
        var result: [UInt8] = []
        var rest = ArraySlice(uri.utf8)
        while let byte = rest.popFirst() {
            let digits = rest.prefix(2).compactMap(Hexadecimal.value)
            if byte == UInt8(ascii: "%"), digits.count == 2 {
                result.append(digits[0] << 4 | digits[1])
                rest = rest.dropFirst(2)
            } else {
                result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func evidence(_ message: String, _ place: JSONValue?) -> String {
        let snippet =
            (place?["contextRegion"] ?? place?["region"])?["snippet"]?["text"]?.string ?? place?["region"]?["snippet"]?["text"]?.string
        return [message, snippet].compactMap { $0 }.joined(separator: "\n\n")
    }
}
