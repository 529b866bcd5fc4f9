/// A process, and since when it does what it does.
struct LockRecord: Hashable, Sendable {
    let processID: Int32
    /// Microseconds since 1970.
    let since: Int64

    init(processID: Int32, since: Int64) {
        self.processID = processID
        self.since = since
    }

    /// Reads the line of a file that ``text`` was written to; `nil` for anything else.
    init?(line: [UInt8]) {
        let words = line.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") || $0 == 0 }.map { String(decoding: $0, as: UTF8.self) }
        guard words.count == 2, let processID = Int32(words[0]), processID > 0, let since = Int64(words[1]), since >= 0 else { return nil }
        self.init(processID: processID, since: since)
    }

    var text: String { "\(processID) \(since)" }
}
