#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Which file a path names: the device and the inode. A file that was replaced or removed has another, or none.
struct FileIdentity: Hashable, Sendable {
    let device: UInt64
    let inode: UInt64

    /// The identity of what the path names now; `nil` where there is nothing.
    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    /// The identity of an open file.
    init?(descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }

    private init(_ status: stat) {
        device = UInt64(truncatingIfNeeded: status.st_dev)
        inode = UInt64(truncatingIfNeeded: status.st_ino)
    }
}

extension FileIdentity {
    /// The device and the inode as the list of locks of Linux writes them; `nil` elsewhere.
    var nameInListOfLocks: String? {
        #if os(Linux)
            // https://man7.org/linux/man-pages/man3/makedev.3.html
            let major = (device >> 8) & 0xFFF | (device >> 32) & ~0xFFF
            let minor = device & 0xFF | (device >> 12) & ~0xFF
            let pad = { (number: UInt64) in (number < 16 ? "0" : "") + String(number, radix: 16) }
            return "\(pad(major)):\(pad(minor)):\(inode)"
        #else
            return nil
        #endif
    }
}
