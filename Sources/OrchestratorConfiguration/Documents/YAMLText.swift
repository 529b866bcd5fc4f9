import OrchestratorModel

/// Writes values as YAML that this program and any other reads as the same.
enum YAMLText {
    /// A scalar, or a list in flow style.
    static func inline(_ value: SettingValue, _ shape: Shape?) -> String {
        switch value {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .integer(let value): if case .scalar(.size)? = shape { SizeText.text(value) } else { String(value) }
        case .decimal(let value): decimal(value)
        case .duration(let value): DurationText.text(value)
        case .text(let text): scalar(text)
        case .list(let values): "[\(values.map { inline($0, shape?.elementShape) }.joined(separator: ", "))]"
        case .map(let members):
            "{\(members.map { "\(scalar($0.name)): \(inline($0.value, shape?.member($0.name)))" }.joined(separator: ", "))}"
        }
    }

    /// A text: plain where no reader could take it for anything else, else in double quotes.
    static func scalar(_ text: String) -> String {
        isPlain(text) ? text : quoted(text)
    }

    /// A text in double quotes; YAML's escapes are a superset of JSON's.
    static func quoted(_ text: String) -> String {
        var bytes: [UInt8] = []
        JSONValue.write(text, into: &bytes)
        // Characters that YAML does not let stand in a file.
        return String(decoding: bytes, as: UTF8.self).unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar.value {
            case 0x80...0x9F, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF:
                let hex = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: result.unicodeScalars.append(scalar)
            }
        }
    }

    private static func decimal(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
    }

    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.utf8.first, isLetter(first) || first == UInt8(ascii: "/") || first == UInt8(ascii: "_") else { return false }
        let rest: Set<UInt8> = Set("._-/+@$()%".utf8)
        guard text.utf8.allSatisfy({ isLetter($0) || (48...57).contains($0) || rest.contains($0) }) else {
            // A colon inside a word (`sqlite:data/x.db`) and single spaces between words are harmless too.
            return isHarmlessPhrase(text)
        }
        return !["null", "true", "false", "yes", "no", "on", "off", "y", "n"].contains(text.lowercased())
    }

    private static func isHarmlessPhrase(_ text: String) -> Bool {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        return words.allSatisfy { word in
            !word.isEmpty && word.utf8.last != UInt8(ascii: ":")
                && word.utf8.allSatisfy { isLetter($0) || (48...57).contains($0) || Set("._-/:".utf8).contains($0) }
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte) || (97...122).contains(byte) }
}

extension Shape {
    fileprivate var elementShape: Shape? { if case .list(let list) = self { list.element } else { nil } }
}
