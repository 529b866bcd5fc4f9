public import OrchestratorModel

/// The findings of a run as a SARIF 2.1.0 log (https://docs.oasis-open.org/sarif/sarif/v2.1.0/): each finding once, as it was last reported.
///
/// The baseline is what was known before the latest verified pass: `new` for new and regressed findings, `unchanged` or, where place or severity are
/// others now, `updated` for those that persist, `absent` for those that are fixed. Waived findings are suppressed.
public struct SARIFReport: Sendable {
    private let run: Run
    private let rules: [String]
    private let positions: [String: Int]

    /// The log, with one member a line; it ends with a line end. The same document gives the same text.
    public static func text(of document: RunDocument) -> String {
        let (tracked, updated) = (document.trackedFindings(), updated(in: document))
        let report = SARIFReport(document.run, rules: Set(tracked.map { rule(of: $0.finding) }))
        var text = report.head
        for (index, finding) in tracked.enumerated() {
            text += report.element(finding, isUpdated: updated.contains(finding.finding.id), isFirst: index == 0)
        }
        return text + report.end(isEmpty: tracked.isEmpty)
    }

    /// - Parameter rules: The rules of all findings.
    init(_ run: Run, rules: Set<String>) {
        self.run = run
        self.rules = rules.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        positions = Dictionary(uniqueKeysWithValues: zip(self.rules, 0...))
    }

    /// The text up to the results.
    var head: String { frame.head + "[" }

    /// A result.
    func element(_ tracked: TrackedFinding, isUpdated: Bool, isFirst: Bool) -> String {
        let text = result(tracked, isUpdated: isUpdated).prettyText.replacing("\n", with: "\n" + Self.margin)
        return (isFirst ? "\n" : ",\n") + Self.margin + text
    }

    /// The text after the results.
    func end(isEmpty: Bool) -> String { (isEmpty ? "" : "\n" + Self.margin.dropLast(2)) + "]" + frame.tail + "\n" }

    /// How far results are indented.
    private static let margin = "        "

    /// What stands before and after the list of results. No text of a run can be taken for the empty list: quotes in texts are escaped.
    private var frame: (head: String, tail: String) {
        let (text, member) = (log.prettyText, #""results": "#)
        guard let range = text.firstRange(of: member + "[]") else { preconditionFailure("the log has results") }
        return (text[..<range.lowerBound] + member, String(text[range.upperBound...]))
    }

    /// What a finding is an instance of: the rule of the tool, or the check.
    private static func rule(of finding: Finding) -> String { rule(finding.rule ?? finding.check) }

    /// The name of a rule as it stands in logs.
    static func rule(_ name: String) -> String { Printable.escaped(name) }

    /// The findings whose line or severity is another one than in the report before.
    private static func updated(in document: RunDocument) -> Set<Finding.ID> {
        var updated: Set<Finding.ID> = []
        for phase in document.phases {
            var last: [FindingKey: Finding] = [:]
            for finding in phase.executions.flatMap(\.findings) {
                let key = FindingKey(finding)
                if let before = last[key], before.line != finding.line || before.severity != finding.severity { updated.insert(finding.id) }
                last[key] = finding
            }
        }
        return updated
    }

    private var log: JSONValue {
        [
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
            "runs": [
                [
                    "tool": ["driver": ["name": "orchestrator", "rules": .array(rules.map { ["id": .string($0)] })]],
                    "automationDetails": ["id": .string("orchestrator/\(run.id)"), "description": message(run.title)],
                    "columnKind": "unicodeCodePoints",
                    "invocations": [.object(invocation)],
                    "originalUriBaseIds": ["SRCROOT": ["uri": .string(root)]],
                    "results": [],
                    "properties": [
                        "run_id": .string(run.id.description), "status": .string(run.status.rawValue),
                        "branch": .string(run.branch),
                    ],
                ]
            ],
        ]
    }

    private var invocation: [String: JSONValue] {
        var members: [String: JSONValue] = ["executionSuccessful": .bool(run.status == .completed)]
        if let time = run.startedAt { members["startTimeUtc"] = .string(time.description) }
        if let time = run.completedAt { members["endTimeUtc"] = .string(time.description) }
        return members
    }

    private func result(_ tracked: TrackedFinding, isUpdated: Bool) -> JSONValue {
        let finding = tracked.finding
        let rule = Self.rule(of: finding)
        let parts = [finding.title, finding.description].filter { !$0.allSatisfy(\.isWhitespace) }
        var result: [String: JSONValue] = [
            "ruleId": .string(rule), "ruleIndex": JSONValue(positions[rule]), "level": .string(Self.level(finding.severity)),
            "baselineState": .string(Self.baseline(tracked, isUpdated)), "message": message(parts.joined(separator: "\n\n")),
            "partialFingerprints": ["orchestrator/v1": .string("\(finding.fingerprint):\(finding.ordinal)")],
            "properties": properties(tracked),
        ]
        if let file = finding.file {
            var location: [String: JSONValue] = ["artifactLocation": Self.location(file)]
            if let line = finding.line { location["region"] = ["startLine": JSONValue(line)] }
            result["locations"] = [["physicalLocation": .object(location)]]
        }
        if finding.waivedAt != nil {
            var suppression: [String: JSONValue] = ["kind": "external", "status": "accepted"]
            if let reason = finding.waiveReason { suppression["justification"] = .string(reason) }
            result["suppressions"] = [.object(suppression)]
        }
        return .object(result)
    }

    private func message(_ text: String) -> JSONValue { ["text": .string(text)] }

    private static func level(_ severity: Severity) -> String {
        switch severity {
        case .major: "error"
        case .medium: "warning"
        case .minor: "note"
        }
    }

    private static func baseline(_ tracked: TrackedFinding, _ isUpdated: Bool) -> String {
        switch tracked.state {
        case .new, .regressed: "new"
        case .fixed: "absent"
        case .persisting, .waived: isUpdated ? "updated" : "unchanged"
        }
    }

    private func properties(_ tracked: TrackedFinding) -> JSONValue {
        let finding = tracked.finding
        return [
            "finding_id": .string(finding.id.description), "severity": .string(finding.severity.rawValue),
            "category": .string(finding.category.rawValue), "check": .string(finding.check), "state": .string(tracked.state.rawValue),
            "phase": JSONValue(tracked.phaseNumber), "pass": JSONValue(tracked.passNumber), "evidence": .string(finding.evidence),
            "suggested_fix": JSONValue(finding.suggestedFix),
        ]
    }
}

extension SARIFReport {
    /// The directory of the repository as a URI, with the slash at its end that the standard asks for.
    private var root: String {
        let path = run.repositoryPath
        if path.contains("://") { return path.hasSuffix("/") ? path : path + "/" }
        return "file://" + Self.encoded(path.hasSuffix("/") ? path : path + "/")
    }

    private static func location(_ file: String) -> JSONValue {
        if file.hasPrefix("/") { return ["uri": .string("file://" + encoded(file))] }
        return ["uri": .string(encoded(file)), "uriBaseId": "SRCROOT"]
    }

    /// The path of a URI (RFC 3986): everything but its unreserved characters and slashes in percent.
    private static func encoded(_ path: String) -> String {
        var bytes: [UInt8] = []
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                bytes.append(byte)
            default: bytes += [UInt8(ascii: "%")] + Array(Hexadecimal.text(of: [byte]).uppercased().utf8)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
