/// Text from outside, made safe for a terminal or a log line.
public enum Printable {
    /// The text with every control character, bidirectional control and line separator written as `\u{…}`; newlines and tabs too.
    ///
    /// What is printed can neither move the cursor, nor change colours or titles, nor begin a line of its own.
    public static func escaped(_ text: some StringProtocol) -> String {
        guard text.unicodeScalars.contains(where: isUnsafe) else { return String(text) }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if isUnsafe(scalar) {
                result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    /// Like ``escaped(_:)``, but keeps newlines and tabs: for blocks of text.
    public static func block(_ text: some StringProtocol) -> String {
        text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
            .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map { escaped($0) }.joined(separator: "\t") }
            .joined(separator: "\n")
    }

    /// JSON text whose unsafe characters are written as JSON escapes: it means the same, and can be shown.
    public static func escapedJSON(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            guard isUnsafe(scalar) else {
                result.append(scalar)
                continue
            }
            // All of them are in the basic plane.
            let digits = String(scalar.value, radix: 16)
            result.append(contentsOf: ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).unicodeScalars)
        }
        return String(result)
    }

    /// JSON text with what is unsafe outside of ASCII written as `\uXXXX`: another text for the same value.
    package static func json(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { !$0.isASCII && isUnsafe($0) }) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if !scalar.isASCII && isUnsafe(scalar) {
                let digits = String(scalar.value, radix: 16)
                result.append(contentsOf: "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".unicodeScalars)
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0: true
        // Bidirectional controls and line separators (Unicode TR 36, 2.8).
        case 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }
}
