/// A path in a repository, relative to its top: bytes, since not every file name is text.
package struct GitPath: Hashable, Sendable, Codable {
    /// The bytes, with `/` between the parts.
    package let bytes: [UInt8]

    init(_ bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
    }

    /// A path that is text.
    package init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// The path as text; what is no UTF-8 becomes U+FFFD.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Text where the path is text, an array of bytes where it is none.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            self.init(text)
        } else {
            self.init(try container.decode([UInt8].self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let text = String(validating: bytes, as: UTF8.self) { try container.encode(text) } else { try container.encode(bytes) }
    }

    /// A pathspec that means this path and no other, from any directory, whatever characters it has (gitglossary, "pathspec").
    var pathspec: [UInt8] { Array(":(top,literal)".utf8) + bytes }

    /// Whether this path is another one, lies below it, or stands beside it under the same name with an ending (`store.db-wal`, `log.1`).
    func belongs(to other: GitPath) -> Bool {
        guard bytes.starts(with: other.bytes) else { return false }
        guard bytes.count > other.bytes.count else { return true }
        return other.bytes.isEmpty || [UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: ".")].contains(bytes[other.bytes.count])
    }
}
