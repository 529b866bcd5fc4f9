/// The dotted name of a setting: segments between dots, a segment that is no plain word in double quotes.
enum SettingPath {
    /// The path with one more segment; `[3]` is appended as it is.
    static func appending(_ path: String, _ segment: String) -> String {
        if segment.hasPrefix("[") { return path + segment }
        let name = isPlain(segment) ? segment : "\"\(segment.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
        return path.isEmpty ? name : "\(path).\(name)"
    }

    /// The segments of a dotted name; `nil` where a quote is open, a segment is empty or text follows a quote.
    static func segments(_ text: some StringProtocol) -> [String]? {
        var segments: [String] = []
        var rest = Substring(text).unicodeScalars
        while true {
            guard let segment = rest.first == "\"" ? quoted(&rest) : plain(&rest) else { return nil }
            segments.append(segment)
            if rest.isEmpty { return segments }
            guard rest.popFirst() == "." else { return nil }
        }
    }

    private static func isPlain(_ segment: String) -> Bool {
        !segment.isEmpty
            && segment.utf8.allSatisfy { $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "=") && $0 > 0x20 }
    }

    private static func plain(_ rest: inout Substring.UnicodeScalarView) -> String? {
        let segment = rest.prefix { $0 != "." && $0 != "\"" }
        rest = rest.dropFirst(segment.count)
        return segment.isEmpty ? nil : String(segment)
    }

    private static func quoted(_ rest: inout Substring.UnicodeScalarView) -> String? {
        rest.removeFirst()
        var segment = String.UnicodeScalarView()
        while let scalar = rest.popFirst() {
            if scalar == "\"" { return String(segment) }
            if scalar == "\\" {
                guard let escaped = rest.popFirst() else { return nil }
                segment.append(escaped)
            } else {
                segment.append(scalar)
            }
        }
        return nil
    }
}
