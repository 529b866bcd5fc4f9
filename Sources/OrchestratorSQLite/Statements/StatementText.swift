/// The text of a statement as a key: a part of it is hashed, since hashing several hundred bytes takes longer than finding the statement by them.
struct StatementText: Hashable {
    let text: String

    /// How many parts of eight bytes count.
    private static let samples = 6

    func hash(into hasher: inout Hasher) {
        var text = text
        let sum = text.withUTF8 { Self.sum(UnsafeRawBufferPointer($0)) }
        hasher.combine(sum)
    }

    /// Of the length and of parts all over the text, mixed as in FNV (http://www.isthe.com/chongo/tech/comp/fnv/).
    private static func sum(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var sum = UInt64(bytes.count)
        guard bytes.count >= 8 else { return bytes.reduce(sum) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 } }
        let last = bytes.count - 8
        // The end counts: statements differ in their conditions more often than in how they begin.
        for sample in 0..<samples {
            sum = (sum ^ bytes.loadUnaligned(fromByteOffset: last - last * sample / samples, as: UInt64.self)) &* 0x100_0000_01B3
            sum ^= sum >> 32
        }
        return sum
    }
}
