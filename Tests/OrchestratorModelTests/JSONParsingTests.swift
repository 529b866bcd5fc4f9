import Testing

@testable import OrchestratorModel

/// JSON texts as values.
@Suite struct JSONParsingTests {
    private static let texts: [(String, JSONValue)] = [
        ("null", nil), (" true\r\n\t", true), ("false", false), ("0", 0), ("-0", 0), ("-12", -12),
        ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)), ("9223372036854775808", .number(0x1p63)),
        ("1.0", .number(1)), ("1e2", .number(100)), ("-1.5E-3", .number(-0.0015)), ("\"\"", ""),
        (#""a\"\\\/\b\f\n\r\tä""#, "a\"\\/\u{8}\u{c}\n\r\tä"), (#""\u00e4\u20AC\ud83d\ude00\u0000""#, "ä€😀\0"),
        ("[]", []), ("[1, [2 , 3]\n,{}]", [1, [2, 3], [:]]), (#"{"a":1,"b":{"c":[null]},"a":2}"#, ["a": 2, "b": ["c": [nil]]]),
    ]

    @Test(arguments: texts)
    func readsWhatIsJSON(_ text: String, _ value: JSONValue) throws {
        #expect(try JSONValue(text: text) == value)
    }

    @Test(arguments: [
        "", " ", "nul", "nulll", "True", "01", "+1", "-", ".5", "1.", "1e", "1e+", "0x1", "1e999", "NaN", "'a'", "\"", "\"a", "\"\\\"",
        "\"\\x\"",
        "\"\\u12g4\"", "\"\\ud83d\"", "\"\\ud83d\\u0041\"", "\"\\ude00\"", "\"\n\"", "[", "[1", "[1,]", "[,1]", "[1 2]", "]", "{",
        "{\"a\"}",
        "{\"a\":}", "{\"a\":1,}", "{a:1}", "{\"a\":1 \"b\":2}", "{1:2}", "1 2", "[] []", "// c\n1", "\u{feff}1", "/**/1",
    ])
    func refusesWhatIsNone(_ text: String) {
        #expect(throws: JSONParsingError.self) { _ = try JSONValue(text: text) }
    }

    @Test(arguments: [
        (#"{"a":1,"b":2,"a":3}"#, 13), (#"[{"a":{"b":1, "\u0062":1}}]"#, 14), (#"{"a":{},"a":{}}"#, 8), (#"{"a":{"a":1},"b":{"a":1}}"#, nil),
        // Texts that only look alike are others.
        ("{\"\u{E4}\":1,\"a\u{308}\":1}", 8),
    ])
    func refusesANameThatADocumentGivesTwice(_ text: String, _ offset: Int?) throws {
        _ = try JSONValue(text: text)
        do throws(JSONParsingError) {
            _ = try JSONValue(document: Array(text.utf8))
            #expect(offset == nil)
        } catch {
            #expect(error.offset == offset && error.problem == "a name is given twice in an object")
        }
    }

    @Test func boundsTheDepthAndNotTheLength() throws {
        func nested(_ depth: Int) -> String { String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
        _ = try JSONValue(text: nested(512))
        #expect(throws: JSONParsingError.self) { _ = try JSONValue(text: nested(514)) }
        #expect(throws: JSONParsingError.self) { _ = try JSONValue(text: String(repeating: "[{\"a\":", count: 100_000)) }
        let long = "[" + repeatElement("1", count: 200_000).joined(separator: ",") + "]"
        #expect(try JSONValue(text: long).array?.count == 200_000)
    }

    @Test func readsBackWhatItWrote() throws {
        let value: JSONValue = [
            "ä\u{7f}\u{1}": "\u{2028}\"\\/", "b": [.number(0.1), .number(1e21), .number(-0.0), .integer(.min), nil, [:], []],
        ]
        #expect(try JSONValue(text: value.canonicalText) == value)
        #expect(try JSONValue(text: value.prettyText) == value)
        #expect(try JSONValue(text: value.canonicalText).canonicalText == value.canonicalText)
    }

    /// Texts are looked at eight bytes at a time.
    @Test func escapesEachCharacterWhereverItStands() throws {
        let escapes: [UInt8: String] = [0x22: "\\\"", 0x5C: "\\\\", 0x0A: "\\n", 0x0D: "\\r", 0x09: "\\t"]
        for byte in UInt8(0)..<0x80 {
            let hexadecimal = String(byte, radix: 16)
            let isPlain = byte >= 0x20 && byte != 0x22 && byte != 0x5C && byte != 0x7F
            let character = String(UnicodeScalar(byte))
            let written = escapes[byte] ?? (isPlain ? character : "\\u" + String(repeating: "0", count: 4 - hexadecimal.count) + hexadecimal)
            for position in 0..<18 {
                let (before, after) = (String(repeating: "!", count: position), String(repeating: "ä", count: 17 - position))
                let text = JSONValue.string(before + character + after).canonicalText
                #expect(text == "\"\(before)\(written)\(after)\"")
            }
        }
    }
}
