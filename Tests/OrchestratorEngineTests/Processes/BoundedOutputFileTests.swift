import Foundation
import Testing

@testable import OrchestratorEngine

@Suite struct BoundedOutputFileTests {
    /// What the file holds after these bytes came in pieces of a size, and after each piece.
    private func contents(of bytes: [UInt8], limit: Int, pieces: Int, each: (Data, Int) -> Void = { _, _ in }) throws -> (
        file: [UInt8], kept: Int
    ) {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/output"
        var file = try BoundedOutputFile(path: path, limit: limit)
        for start in stride(from: 0, to: bytes.count, by: pieces) {
            let end = min(start + pieces, bytes.count)
            bytes[start..<end].withUnsafeBytes { file.append($0) }
            each(try Data(contentsOf: URL(fileURLWithPath: path)), end)
        }
        file.finish()
        #expect(file.failure == nil)
        return (Array(try Data(contentsOf: URL(fileURLWithPath: path))), file.keptBytes)
    }

    @Test(arguments: [0, 1, 99, 100, 164], [1, 7, 1000])
    func keepsEverythingUpToTheLimit(count: Int, pieces: Int) throws {
        let bytes = (0..<count).map { UInt8($0 % 251) }
        let (file, kept) = try contents(of: bytes, limit: 100, pieces: pieces)
        #expect(file == bytes)
        #expect(kept == count)
    }

    @Test(arguments: [166, 167, 300, 301, 1000, 5003], [1, 7, 64, 10_000])
    func keepsHeadAndTailBeyondIt(count: Int, pieces: Int) throws {
        let bytes = (0..<count).map { UInt8($0 % 251) }
        let (file, kept) = try contents(of: bytes, limit: 101, pieces: pieces)
        #expect(kept == 101)
        #expect(file == bytes.prefix(50) + BoundedOutputFile.marker(leftOut: count - 101) + bytes.suffix(51))
    }

    @Test(arguments: [0, 1, 2])
    func worksWithHardlyAnyRoom(limit: Int) throws {
        let bytes = [UInt8](repeating: 7, count: 1000)
        let (file, kept) = try contents(of: bytes, limit: limit, pieces: 13)
        #expect(kept == limit)
        #expect(file.count == limit + BoundedOutputFile.markerLength)
    }

    @Test func canBeReadInOrderAtEveryMoment() throws {
        let bytes = (0..<4000).map { UInt8($0 % 251) }
        _ = try contents(of: bytes, limit: 100, pieces: 9) { data, end in
            #expect(data.prefix(min(50, end)).elementsEqual(bytes.prefix(min(50, end))))
            // Whatever is in between, the newest bytes stand at the end.
            #expect(data.suffix(min(50, end)).elementsEqual(bytes[..<end].suffix(50)))
            #expect(data.count <= 50 + BoundedOutputFile.markerLength + 2 * 50)
        }
    }

    @Test func marksTheCutWithALineOfFixedLength() {
        for count in [0, 9, 1_000_000, Int.max] {
            let marker = BoundedOutputFile.marker(leftOut: count)
            #expect(marker.count == BoundedOutputFile.markerLength)
            #expect(marker.first == 10 && marker.last == 10)
        }
    }
}
