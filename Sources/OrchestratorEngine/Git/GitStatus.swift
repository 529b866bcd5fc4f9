/// What `git status --porcelain=v2 --branch -z` says.
struct GitStatus: Hashable, Sendable {
    /// The commit checked out; `nil` before the first one.
    var commit: String?
    /// The branch checked out; `nil` if none is.
    var branch: String?
    /// The branch that the one checked out follows, even if it is gone.
    var upstream: String?
    /// Files that differ.
    var entries: [Entry] = []

    /// One file that differs from the last commit, or that git does not know.
    struct Entry: Hashable, Sendable {
        enum Kind: Hashable, Sendable {
            case tracked
            case unmerged
            case untracked
        }
        var kind: Kind
        /// Everything that git says about the file: states, modes, digests.
        var state: String
        var path: GitPath
    }

    /// Reads the output; lines of unknown kinds are passed over, as git's documentation asks.
    init(porcelain bytes: [UInt8]) {
        for record in bytes.split(separator: 0) {
            switch record.first {
            case UInt8(ascii: "#"): readHeader(String(decoding: record, as: UTF8.self))
            // Fields before the path: 1 XY sub mH mI mW hH hI; u XY sub m1 m2 m3 mW h1 h2 h3.
            case UInt8(ascii: "1"): readEntry(record, kind: .tracked, fields: 8)
            case UInt8(ascii: "u"): readEntry(record, kind: .unmerged, fields: 10)
            case UInt8(ascii: "?"): readEntry(record, kind: .untracked, fields: 1)
            default: break
            }
        }
    }

    private mutating func readHeader(_ line: String) {
        let parts = line.split(separator: " ", maxSplits: 2).map(String.init)
        guard parts.count == 3 else { return }
        switch parts[1] {
        case "branch.oid": commit = parts[2] == "(initial)" ? nil : parts[2]
        case "branch.head": branch = parts[2] == "(detached)" ? nil : parts[2]
        case "branch.upstream": upstream = parts[2]
        default: break
        }
    }

    private mutating func readEntry(_ record: ArraySlice<UInt8>, kind: Entry.Kind, fields: Int) {
        let parts = record.split(separator: UInt8(ascii: " "), maxSplits: fields, omittingEmptySubsequences: false)
        guard parts.count == fields + 1 else { return }
        let state = parts.dropLast().map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
        entries.append(Entry(kind: kind, state: state, path: GitPath(parts[fields])))
    }
}
