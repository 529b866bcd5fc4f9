internal import OrchestratorDatabase

/// The bytes of the texts and blobs that a statement's parameters are bound to, one after the other in memory that stays where it is.
///
/// SQLite reads them there while the statement runs, instead of making a copy of each in memory that it allocates and frees.
final class BoundBytes {
    private var memory = UnsafeMutableRawPointer.allocate(byteCount: smallest, alignment: 1)
    /// How many bytes there is room for.
    private(set) var capacity = smallest
    private var used = 0
    private static let smallest = 512
    /// The most that is kept when the statement has run.
    private static let largestKept = 64 * 1024

    deinit { memory.deallocate() }

    /// Makes room for the values. What was added before is gone.
    func begin(_ values: [SQLValue]) {
        used = 0
        var size = 0
        for value in values {
            switch value {
            case .text(let text): size += text.utf8.count
            case .blob(let bytes): size += bytes.count
            case .null, .integer, .real: continue
            }
        }
        if size > capacity { resize(size) }
    }

    /// Gives back the memory that many bytes, or long ones, have needed.
    func end() {
        if capacity > Self.largestKept { resize(Self.smallest) }
    }

    private func resize(_ size: Int) {
        memory.deallocate()
        capacity = size
        memory = .allocate(byteCount: capacity, alignment: 1)
    }

    /// Copies the bytes of a text that there is room for.
    ///
    /// - Returns: Where they are: an address also where there are none, since no address would mean NULL.
    func add(_ text: String) -> (start: UnsafeRawPointer, count: Int) {
        var text = text
        return text.withUTF8 { add(UnsafeRawBufferPointer($0)) }
    }

    /// Copies bytes that there is room for.
    func add(_ bytes: [UInt8]) -> (start: UnsafeRawPointer, count: Int) { bytes.withUnsafeBytes { add($0) } }

    private func add(_ bytes: UnsafeRawBufferPointer) -> (start: UnsafeRawPointer, count: Int) {
        precondition(bytes.count <= capacity - used, "more is bound than there was said to be")
        let place = memory + used
        UnsafeMutableRawBufferPointer(start: place, count: bytes.count).copyMemory(from: bytes)
        used += bytes.count
        return (UnsafeRawPointer(place), bytes.count)
    }
}
