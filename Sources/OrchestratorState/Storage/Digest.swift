internal import Crypto
internal import OrchestratorModel

/// SHA-256 (FIPS 180-4) as lower-case hexadecimal text.
package struct Digest {
    private var function = SHA256()

    package init() {}

    /// Adds bytes to what is hashed.
    package mutating func add(_ bytes: [UInt8]) { function.update(data: bytes) }

    /// Adds bytes to what is hashed.
    package mutating func add(_ bytes: ArraySlice<UInt8>) { bytes.withUnsafeBytes { function.update(bufferPointer: $0) } }

    /// Adds a field with its length before it, so that two lists of fields that differ never give the same bytes.
    package mutating func add(field: String) {
        var field = field
        field.withUTF8 { add(field: UnsafeRawBufferPointer($0)) }
    }

    /// The same for the bytes of a text.
    package mutating func add(field: [UInt8]) { field.withUnsafeBytes { add(field: $0) } }

    private mutating func add(field: UnsafeRawBufferPointer) {
        withUnsafeBytes(of: UInt64(field.count).bigEndian) { function.update(bufferPointer: $0) }
        function.update(bufferPointer: field)
    }

    /// The digest of what was added.
    consuming func bytes() -> [UInt8] { Array(function.finalize()) }

    /// The digest of what was added, hexadecimal.
    package consuming func text() -> String { function.finalize().withUnsafeBytes { Hexadecimal.text(of: $0) } }

    /// The digest of a text.
    package static func text(of text: String) -> String {
        var digest = Digest()
        digest.add(Array(text.utf8))
        return digest.text()
    }

    /// The digest of a list of fields, each with its length before it.
    package static func text(ofFields fields: [String]) -> String {
        var digest = Digest()
        for field in fields { digest.add(field: field) }
        return digest.text()
    }
}
