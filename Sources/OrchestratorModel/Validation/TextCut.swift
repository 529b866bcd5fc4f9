/// Shortens text to what ``Limits`` allow, without breaking a character, and says so in the text: the store itself cuts nothing.
package enum TextCut {
    /// What stands where something was left out.
    package static let mark = "… (cut)"

    /// The beginning of the text.
    package static func head(_ text: String, atMost limit: Int) -> String {
        text.utf8.count <= limit ? text : head(ArraySlice(text.utf8), atMost: limit)
    }

    /// The beginning of the text, by Unicode scalars.
    package static func head(_ text: String, atMostScalars limit: Int) -> String {
        guard let end = text.unicodeScalars.index(text.startIndex, offsetBy: limit, limitedBy: text.endIndex), end < text.endIndex else {
            return text
        }
        return String(String.UnicodeScalarView(text.unicodeScalars.prefix(max(0, limit - mark.unicodeScalars.count)))) + mark
    }

    /// The beginning of UTF-8 text.
    package static func head(_ bytes: ArraySlice<UInt8>, atMost limit: Int) -> String {
        guard bytes.count > limit else { return String(decoding: bytes, as: UTF8.self) }
        return String(decoding: bytes.prefixOfScalars(atMost: max(0, limit - mark.utf8.count)), as: UTF8.self) + mark
    }

    /// The end of UTF-8 text, after a line that says that something is missing.
    package static func tail(_ bytes: ArraySlice<UInt8>, atMost limit: Int) -> String {
        guard bytes.count > limit else { return String(decoding: bytes, as: UTF8.self) }
        let kept = bytes.suffix(max(0, limit - mark.utf8.count - 1)).drop { $0 & 0xC0 == 0x80 }
        return mark + "\n" + String(decoding: kept, as: UTF8.self)
    }
}

extension ArraySlice<UInt8> {
    /// As many bytes as allowed, fewer where a character would be broken.
    package func prefixOfScalars(atMost limit: Int) -> ArraySlice<UInt8> {
        guard count > limit else { return self }
        var end = startIndex + limit
        while end > startIndex, self[end] & 0xC0 == 0x80 { end -= 1 }
        return self[..<end]
    }
}
