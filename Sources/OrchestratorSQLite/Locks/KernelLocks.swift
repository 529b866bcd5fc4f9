/// The locks on files that the kernel of Linux lists (https://man7.org/linux/man-pages/man5/proc_locks.5.html); none on other systems.
///
/// Processes of other containers are not listed.
struct KernelLocks {
    private let entries: [Entry]

    private struct Entry {
        let kind: Substring
        let isShared: Bool
        let processID: Int32
        let file: Substring
        let first: UInt64
        let last: UInt64
    }

    /// The locks of this moment.
    static var current: KernelLocks {
        #if os(Linux)
            KernelLocks(text: SystemText.read("/proc/locks") ?? "")
        #else
            KernelLocks(text: "")
        #endif
    }

    /// Reads the list: `1: POSIX  ADVISORY  READ 4711 fe:00:388778 123 123`. A line with an arrow is one who waits.
    init(text: String) {
        entries = text.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            guard words.count == 8, let process = Int32(words[4]), process > 0, let first = UInt64(words[6]) else { return nil }
            return Entry(
                kind: words[1], isShared: words[3] == "READ", processID: process, file: words[5], first: first,
                last: UInt64(words[7]) ?? .max)
        }
    }

    /// The process that has locked the whole file.
    func flockHolder(of file: FileIdentity) -> Int32? {
        entries.first { $0.kind == "FLOCK" && !$0.isShared && matches($0, file) }?.processID
    }

    /// The processes that read a snapshot now, in which the write-ahead log is in use or kept from being moved.
    ///
    /// A snapshot is a shared lock on one of five bytes of the `-shm` file (https://www.sqlite.org/walformat.html, 2.3.1).
    /// - Parameter memory: The `-shm` file.
    func readers(of memory: FileIdentity) -> Set<Int32> {
        Set(entries.filter { $0.kind == "POSIX" && $0.isShared && $0.first <= 127 && $0.last >= 123 && matches($0, memory) }.map(\.processID))
    }

    /// The processes that have the database open: each keeps a shared lock on bytes far behind its pages.
    func users(of database: FileIdentity) -> Set<Int32> {
        Set(entries.filter { $0.kind == "POSIX" && $0.first >= 0x4000_0000 && $0.first < 0x4000_0200 && matches($0, database) }.map(\.processID))
    }

    /// Some file systems give a file another device than the one its locks are listed under (btrfs, overlays): such a device has no major number.
    private func matches(_ entry: Entry, _ file: FileIdentity) -> Bool {
        guard let name = file.nameInListOfLocks else { return false }
        return entry.file == name || (name.hasPrefix("00:") && entry.file.hasSuffix(":\(file.inode)"))
    }
}
