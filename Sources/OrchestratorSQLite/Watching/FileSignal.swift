#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Waits until a file is written to, or until it is woken, with the kernel's help where there is some.
final class FileSignal: Sendable {
    private let path: String
    /// Says that the file was written to; -1 where the kernel does not.
    private let notices: Int32
    private let wakeRead: Int32
    private let wakeWrite: Int32
    /// How long a wait lasts, in milliseconds, where the kernel says nothing.
    private static let interval: Int32 = 25

    init(path: String) {
        self.path = path
        var ends: [Int32] = [-1, -1]
        _ = pipe(&ends)
        (wakeRead, wakeWrite) = (ends[0], ends[1])
        for end in ends where end >= 0 {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        #if canImport(Glibc)
            notices = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
        #else
            notices = -1
        #endif
    }

    deinit {
        for descriptor in [notices, wakeRead, wakeWrite] where descriptor >= 0 { close(descriptor) }
    }

    /// Ends the wait that goes on, or the next one.
    func wake() {
        var byte: UInt8 = 1
        _ = write(wakeWrite, &byte, 1)
    }

    /// Waits at most that long.
    ///
    /// - Returns: Whether the file was written to.
    func wait(milliseconds: Int32) -> Bool {
        var descriptors = [pollfd(fd: wakeRead, events: Int16(POLLIN), revents: 0)]
        let isWatched = watch()
        if isWatched { descriptors.append(pollfd(fd: notices, events: Int16(POLLIN), revents: 0)) }
        _ = poll(&descriptors, nfds_t(descriptors.count), isWatched ? milliseconds : min(milliseconds, Self.interval))
        drain(wakeRead)
        if isWatched { drain(notices) }
        return descriptors.count > 1 && descriptors[1].revents != 0
    }

    /// Asks for notices about the file that has the name now; asking again for the same file changes nothing.
    private func watch() -> Bool {
        #if canImport(Glibc)
            return notices >= 0 && inotify_add_watch(notices, path, UInt32(IN_MODIFY)) >= 0
        #else
            return false
        #endif
    }

    private func drain(_ descriptor: Int32) {
        withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 8) { block in
            while read(descriptor, block.baseAddress, block.count) > 0 {}
        }
    }
}
