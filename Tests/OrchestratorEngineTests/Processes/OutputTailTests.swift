import Testing

@testable import OrchestratorEngine

@Suite struct OutputTailTests {
    @Test(arguments: [0, 1, 3, 10, 64], [1, 2, 5, 100])
    func keepsTheLastBytes(limit: Int, pieces: Int) {
        let bytes = (0..<200).map { UInt8($0) }
        var tail = OutputTail(limit: limit)
        for start in stride(from: 0, to: bytes.count, by: pieces) {
            let end = min(start + pieces, bytes.count)
            bytes[start..<end].withUnsafeBytes { tail.append($0) }
            #expect(tail.bytes == Array(bytes[..<end].suffix(limit)))
            #expect(tail.total == end)
        }
    }

    @Test func leavesOutHalfACharacterAtTheFront() {
        #expect(OutputTail.text(Array("ü€😀".utf8.dropFirst())) == "€😀")
        #expect(OutputTail.text(Array("😀a".utf8.dropFirst())) == "a")
    }

    @Test func replacesWhatIsNoText() {
        #expect(OutputTail.text([0x61, 0, 0xFF, 0x62, 0xC3]) == "a\u{FFFD}\u{FFFD}b\u{FFFD}")
        #expect(OutputTail.text([0x80, 0x80, 0x80, 0x80]) == "\u{FFFD}")
    }

    @Test func isNeverLongerThanTheLimit() {
        let bytes = [UInt8](repeating: 0xFF, count: 40)
        #expect(OutputTail.text(bytes, limit: 41) == String(repeating: "\u{FFFD}", count: 13))
        #expect(OutputTail.text(bytes, limit: 0) == String(repeating: "\u{FFFD}", count: 13))
        #expect(OutputTail.text(bytes).unicodeScalars.count == 40)
    }
}
