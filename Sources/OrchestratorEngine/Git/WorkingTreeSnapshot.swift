/// What differed from the last commit at one moment: what changes later can be told from it.
package struct WorkingTreeSnapshot: Hashable, Sendable, Codable {
    /// One file: what git said of it, and what the file system does.
    struct Entry: Hashable, Sendable, Codable {
        var path: GitPath
        var state: String
        /// Size and time of the last change; `nil` if there is no such file.
        var file: FileStamp?
    }

    /// Changes with each write to a file, whatever its contents.
    struct FileStamp: Hashable, Sendable, Codable {
        var size: Int64
        var modifiedNanoseconds: Int64
        var inode: UInt64
    }

    var entries: [Entry]

    /// Nothing differs.
    package static let clean = WorkingTreeSnapshot(entries: [])

    /// The paths that differ now and did not, or not in this way, in an earlier snapshot.
    ///
    /// - Parameter excluded: Paths that are left out, with all that lies below them.
    func changes(since earlier: Self, excluding excluded: [GitPath]) -> [GitPath] {
        let known = Set(earlier.entries)
        return entries.filter { entry in
            // A path that ends in a slash is a repository inside this one, which can't be committed to it.
            !known.contains(entry) && entry.path.bytes.last != UInt8(ascii: "/") && !excluded.contains { entry.path.belongs(to: $0) }
        }.map(\.path)
    }
}
