#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A file that takes any amount of output and keeps its head and its tail.
///
/// The file can be read at every moment, in order. Up to a limit everything is kept. Beyond it the file grows by a tail more, then the newest tail moves forward
/// over what lies between it and the head, so every byte is written and moved at most once, and no more than a block is ever in memory. The file never takes more
/// than one and a half times the limit, and ends at the limit and one line.
struct BoundedOutputFile: ~Copyable {
    /// The `errno` of the write that failed; nothing is written after it.
    private(set) var failure: Int32?
    /// Bytes that were offered.
    private(set) var total = 0
    private let descriptor: Int32
    private let headLimit: Int
    private let tailLimit: Int
    private var end = 0
    private var isCut = false

    /// Every marker has this length, so that a number with one digit more moves nothing.
    static let markerLength = 64

    /// Creates the file.
    ///
    /// - Throws: The `errno`, `EEXIST` if there is something of that name, be it a link.
    init(path: String, limit: Int) throws(OpeningFailure) {
        descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw OpeningFailure(code: errno) }
        headLimit = max(limit, 0) / 2
        tailLimit = max(limit, 0) - headLimit
    }

    deinit {
        _ = close(descriptor)
    }

    /// Why the file could not be created.
    struct OpeningFailure: Error {
        let code: Int32
    }

    /// The bytes of the output that are kept.
    var keptBytes: Int { isCut ? headLimit + (end - tailStart) : end }

    /// A cut that would save no more than its own marker takes is none.
    private var uncutLimit: Int { headLimit + tailLimit + Self.markerLength }

    private var tailStart: Int { headLimit + Self.markerLength }

    mutating func append(_ chunk: UnsafeRawBufferPointer) {
        total += chunk.count
        guard failure == nil else { return }
        var rest = chunk[...]
        while !rest.isEmpty, failure == nil {
            let room = tailStart + 2 * tailLimit - end
            guard room > 0 else {
                // Without a tail there is nothing to wait for: the rest is counted and gone.
                guard tailLimit > 0 else { return }
                compact(pending: rest.count)
                continue
            }
            let part = rest.prefix(room)
            write(UnsafeRawBufferPointer(rebasing: part), at: end)
            if failure == nil { end += part.count }
            rest = rest.dropFirst(part.count)
        }
    }

    /// Brings the file to its final shape and onto the disk.
    mutating func finish() {
        if failure == nil, total > uncutLimit { compact(pending: 0) }
        if fsync(descriptor) != 0, failure == nil { failure = errno }
    }

    /// Moves the newest tail to where the tail begins, and writes the marker before it.
    private mutating func compact(pending: Int) {
        let source = end - min(tailLimit, end - headLimit)
        let kept = end - source
        var moved = 0
        withUnsafeTemporaryAllocation(byteCount: 256 << 10, alignment: 16) { block in
            while moved < kept, failure == nil {
                let count = pread(descriptor, block.baseAddress, min(block.count, kept - moved), off_t(source + moved))
                guard count > 0 else {
                    failure = count < 0 ? errno : EIO
                    return
                }
                // The target lies before the source, so going upwards never overwrites what is still to be moved.
                write(UnsafeRawBufferPointer(start: block.baseAddress, count: count), at: tailStart + moved)
                moved += count
            }
        }
        guard failure == nil else { return }
        let marker = Self.marker(leftOut: total - pending - headLimit - kept)
        marker.withUnsafeBytes { write($0, at: headLimit) }
        end = tailStart + kept
        isCut = true
        if ftruncate(descriptor, off_t(end)) != 0 { failure = errno }
    }

    private mutating func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
        var done = 0
        while done < bytes.count {
            let count = pwrite(descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done, off_t(offset + done))
            if count > 0 {
                done += count
            } else if errno != EINTR {
                failure = count == 0 ? ENOSPC : errno
                return
            }
        }
    }

    /// The line that stands where the cut is.
    static func marker(leftOut: Int) -> [UInt8] {
        let text = Array("\n[orchestrator: \(leftOut) bytes left out]".utf8)
        return text + Array(repeating: UInt8(ascii: " "), count: max(0, markerLength - 1 - text.count)) + [UInt8(ascii: "\n")]
    }
}
