/// The text of a statement as a key: a part of it is hashed, since hashing several hundred bytes takes longer than finding the statement by them.
struct StatementText: Hashable {
    let text: String

    /// About how many of its bytes count.
    private static let samples = 16

    func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { bytes in
            hasher.combine(bytes.count)
            let step = max(1, bytes.count / Self.samples)
            // From the end: statements differ in their conditions more often than in how they begin.
            for position in stride(from: bytes.count - 1, through: 0, by: -step) { hasher.combine(bytes[position]) }
        }
    }
}
