internal import OrchestratorModel

/// Puts text from outside into HTML so that it is shown as it is: as no markup, in elements and in quoted attributes.
package enum HTMLEscape {
    /// The text in one line. Control characters are shown, and what turns the direction of text around is too.
    package static func text(_ text: some StringProtocol) -> String { markup(Printable.escaped(text)) }

    /// The text with its line ends and tabs.
    package static func block(_ text: some StringProtocol) -> String { markup(Printable.block(text)) }

    private static func markup(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 0x26 || $0 == 0x3C || $0 == 0x3E || $0 == 0x22 || $0 == 0x27 }) else { return text }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + 32)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes += Array("&amp;".utf8)
            case UInt8(ascii: "<"): bytes += Array("&lt;".utf8)
            case UInt8(ascii: ">"): bytes += Array("&gt;".utf8)
            case UInt8(ascii: "\""): bytes += Array("&quot;".utf8)
            case UInt8(ascii: "'"): bytes += Array("&#39;".utf8)
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
