#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// What the file system says of a regular file.
struct FileFacts: Sendable {
    /// How many bytes it has.
    let size: Int
    /// Under how many names it is there: a fork shares the files of the run that it comes from.
    let names: Int
    /// Which file it is, whatever its names.
    let identity: Identity

    /// Which file it is, on which device.
    struct Identity: Hashable, Sendable {
        let device: UInt64
        let number: UInt64
    }

    /// - Returns: `nil` where there is no regular file of that name.
    init?(of path: String) {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        size = Int(status.st_size)
        names = Int(status.st_nlink)
        identity = Identity(device: UInt64(truncatingIfNeeded: status.st_dev), number: UInt64(truncatingIfNeeded: status.st_ino))
    }
}
