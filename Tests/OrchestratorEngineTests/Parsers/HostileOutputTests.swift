import Foundation
import OrchestratorEngine
import OrchestratorModel
import OrchestratorTestKit
import Testing

/// What no tool should print: every parser ends, and what it reports can be stored.
@Suite struct HostileOutputTests {
    private func findings(
        _ output: String, format: OutputFormat = .auto, category: Finding.Category = .lint, files: [String] = []
    ) -> [FindingDraft] {
        CheckParser.findings(
            in: CheckReport(
                check: "custom:smoke", category: category, severityOnFailure: .major, command: "./check", ending: .exited(1),
                output: output,
                reportFiles: files, format: format, root: "/checkout"))
    }

    private func expectStorable(_ findings: [FindingDraft], sourceLocation: Testing.SourceLocation = #_sourceLocation) {
        #expect(!findings.isEmpty, sourceLocation: sourceLocation)
        #expect(findings.count <= CheckParser.findingLimit + 2, sourceLocation: sourceLocation)
        for finding in findings {
            #expect(finding.violations.isEmpty, sourceLocation: sourceLocation)
            #expect(finding.file?.hasPrefix("/") != true && finding.file?.hasPrefix("..") != true, sourceLocation: sourceLocation)
        }
    }

    @Test(arguments: OutputFormat.allCases)
    func survivesRandomBytes(format: OutputFormat) {
        var generator = SeededGenerator(seed: 1)
        for length in [0, 1, 2, 100, 5000, 60_000] {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
            expectStorable(findings(String(decoding: bytes, as: UTF8.self), format: format))
        }
    }

    /// Real output with pieces cut out, repeated and swapped comes nearer to the ends of the parsers than noise does.
    @Test func survivesMangledOutputOfRealTools() throws {
        let directory = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Fixtures").standardized
        let names = try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
        let samples = try names.map { Array(try Data(contentsOf: directory.appending(path: $0))) }
        #expect(samples.count > 20)
        var generator = SeededGenerator(seed: 7)
        for sample in samples {
            for _ in 0..<8 {
                var bytes = sample
                for _ in 0..<6 where bytes.count > 2 {
                    let start = Int.random(in: 0..<bytes.count, using: &generator)
                    let end = min(bytes.count, start + Int.random(in: 1..<200, using: &generator))
                    switch Int.random(in: 0..<4, using: &generator) {
                    case 0: bytes.removeSubrange(start..<end)
                    case 1: bytes.insert(contentsOf: bytes[start..<end], at: start)
                    case 2: bytes[start] = UInt8.random(in: 0...255, using: &generator)
                    default:
                        if let other = samples.randomElement(using: &generator) { bytes.insert(contentsOf: other.prefix(300), at: start) }
                    }
                }
                let text = String(decoding: bytes, as: UTF8.self)
                expectStorable(findings(text))
                expectStorable(findings(text, category: .test, files: [text]))
            }
        }
    }

    @Test(arguments: ["a", ":1"])
    func endsOnOneLineOfTenMebibytes(piece: String) {
        expectStorable(findings(String(repeating: piece, count: 10 * 1024 * 1024 / piece.utf8.count)))
    }

    /// What makes a careless scanner go back again and again.
    @Test(arguments: [
        "a.c:1:", "(", "[", "{\"a\":", "<", "<a b=\"", "<!", "<![CDATA[", " at ", "\u{1B}[", "\u{1B}]", "_ ", "`", "\u{0}", "é", "&", "//",
        "../",
        " recorded an issue at ",
    ])
    func endsOnLongLinesOfOnePiece(piece: String) {
        expectStorable(findings(String(repeating: piece, count: 256 * 1024 / piece.utf8.count)))
    }

    @Test(arguments: [
        "a.c:1:1: error: x\n", "Traceback (most recent call last):\n", "  File \"a.py\", line 1\n", "not ok 1 - x\n  ---\n",
        "x\n --> a.rs:1:1\n",
        "FAILED a.py::b - c\n", "--- FAIL: T (0s)\n", "test a ... FAILED\n", "thread 'a' panicked at a.rs:1:1:\n",
        "  ● a\n    at (a.js:1:1)\n",
        "[\n", "[{\n", "{\"runs\":[\n", "<testcase name='a'><failure>\n", String(repeating: "=", count: 70) + "\nFAIL: a\n",
        "____ a ____\n", "\n", "test at a.js:1:1\n✖ a\n",
        "\r", "✘ Test a recorded an issue at a.swift:1:1: b\n↳ c\n",
    ])
    func endsOnManyOfTheSameLines(piece: String) {
        expectStorable(findings(String(repeating: piece, count: 128 * 1024 / piece.utf8.count), category: .test))
    }

    @Test func endsOnDocumentsNestedWithoutEnd() {
        for open in ["[", "{\"a\":", "[{\"runs\":[", "{\"runs\":[{\"results\":["] {
            let text = String(repeating: open, count: 30_000)
            for format in [OutputFormat.auto, .sarif, .json] { expectStorable(findings(text, format: format, files: [text])) }
        }
        let elements = "<testsuite name='a'>" + String(repeating: "<a>", count: 50_000)
        expectStorable(findings(elements, format: .junit, files: [elements]))
    }

    @Test func expandsNoEntities() throws {
        var bomb = "<?xml version=\"1.0\"?><!DOCTYPE t [<!ENTITY a0 \"aaaaaaaaaa\">"
        for level in 1..<40 {
            bomb += "<!ENTITY a\(level) \"" + String(repeating: "&a\(level - 1);", count: 10) + "\">"
        }
        bomb +=
            "<!ENTITY file SYSTEM \"file:///etc/passwd\">]><testsuite><testcase name=\"x&amp;&#65;\"><failure>&a39;&file;</failure></testcase></testsuite>"
        let finding = try #require(findings("", files: [bomb]).first)
        #expect(finding.title == "x&A failed")
        #expect(finding.evidence == "&a39;&file;")
    }
}
