import AgentOrchestrator
import Foundation
import Synchronization

/// A log file that several processes append to, and that is rotated when it has grown to its size: `name` → `name.1` → `name.2` …
///
/// A line is written whole, by one call. Who rotates holds a lock on the file, and whoever waited for it looks again which file has the name.
/// The file and its directory are made with the first line. That a log can't be written ends nothing.
final class LogFile: Sendable {
    private let path: String
    private let largestSize: Int
    private let backupCount: Int
    private let descriptor = Mutex<Int32>(-1)

    /// - Parameters:
    ///   - largestSize: Bytes after which the file is rotated.
    ///   - backupCount: Rotated files that are kept; 0 begins the file anew.
    init(path: String, largestSize: Int, backupCount: Int) {
        self.path = path
        self.largestSize = largestSize
        self.backupCount = backupCount
    }

    deinit { descriptor.withLock { if $0 >= 0 { close($0) } } }

    /// Appends a line.
    func append(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        descriptor.withLock { descriptor in
            guard locked(&descriptor) else { return }
            if size(of: descriptor) > 0, size(of: descriptor) + bytes.count > largestSize {
                rotate()
                flock(descriptor, LOCK_UN)
                guard locked(&descriptor) else { return }
            }
            _ = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            flock(descriptor, LOCK_UN)
        }
    }

    /// Opens and locks the file that has the name now.
    private func locked(_ descriptor: inout Int32) -> Bool {
        for _ in 0..<100 {
            if descriptor < 0 { descriptor = openFile() }
            guard descriptor >= 0 else { return false }
            guard flock(descriptor, LOCK_EX) == 0 else { return errno == EINTR ? locked(&descriptor) : false }
            if isCurrent(descriptor) { return true }
            close(descriptor)
            descriptor = -1
        }
        return false
    }

    private func openFile() -> Int32 {
        let flags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW
        let first = open(path, flags, 0o600)
        guard first < 0, errno == ENOENT else { return first }
        let directory = URL(fileURLWithPath: path).deletingLastPathComponent().path
        try? FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        return open(path, flags, 0o600)
    }

    private func isCurrent(_ descriptor: Int32) -> Bool {
        var (mine, named) = (stat(), stat())
        guard fstat(descriptor, &mine) == 0, stat(path, &named) == 0 else { return false }
        return mine.st_dev == named.st_dev && mine.st_ino == named.st_ino
    }

    private func size(of descriptor: Int32) -> Int {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
    }

    private func rotate() {
        guard backupCount > 0 else {
            unlink(path)
            return
        }
        for number in stride(from: backupCount - 1, through: 1, by: -1) { rename("\(path).\(number)", "\(path).\(number + 1)") }
        rename(path, "\(path).1")
    }
}
