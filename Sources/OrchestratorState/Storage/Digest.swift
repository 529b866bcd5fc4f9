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
        digest.add(bytes(ofFields: fields))
        return digest.text()
    }

    /// Fields with their lengths before them, so that two lists of fields that differ never give the same bytes.
    ///
    /// - Parameter length: That of a further field, which the caller adds; `nil` where none follows.
    static func bytes(ofFields fields: [String], before length: Int? = nil) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(fields.reduce(8) { $0 + $1.utf8.count + 8 })
        func append(length: Int) { withUnsafeBytes(of: UInt64(length).bigEndian) { bytes.append(contentsOf: $0) } }
        for field in fields {
            append(length: field.utf8.count)
            bytes.append(contentsOf: field.utf8)
        }
        if let length { append(length: length) }
        return bytes
    }
}
