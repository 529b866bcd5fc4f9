/// Numbers as YAML 1.2 and JSON write them, and nothing else: no sign but minus, no leading zeros, underscores, colons, NaN or infinity.
enum DecimalText {
    /// Whether the text is a number.
    static func isNumber(_ text: some StringProtocol) -> Bool {
        var bytes = Substring(text).utf8
        if bytes.first == UInt8(ascii: "-") { bytes.removeFirst() }
        let first = bytes.first
        let whole = digits(&bytes)
        guard whole == 1 || whole > 1 && first != UInt8(ascii: "0") else { return false }
        if bytes.first == UInt8(ascii: ".") {
            bytes.removeFirst()
            guard digits(&bytes) > 0 else { return false }
        }
        if let exponent = bytes.first, exponent == UInt8(ascii: "e") || exponent == UInt8(ascii: "E") {
            bytes.removeFirst()
            if let sign = bytes.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { bytes.removeFirst() }
            guard digits(&bytes) > 0 else { return false }
        }
        return bytes.isEmpty
    }

    /// Whether the number has neither a fraction nor an exponent.
    static func isWhole(_ text: some StringProtocol) -> Bool {
        isNumber(text) && !text.utf8.contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "e") || $0 == UInt8(ascii: "E") }
    }

    private static func digits(_ bytes: inout Substring.UTF8View) -> Int {
        let count = bytes.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
        bytes = bytes.dropFirst(count)
        return count
    }
}
