import Foundation

/// The files of the repository: what git tracks, and what it would if it were added.
struct Tree: Sendable {
    let root: URL
    let files: [TextFile]
    /// Every path relative to the root, also of files that are not text.
    let paths: Set<String>

    /// The tree that this source file belongs to, read once.
    static let here = Result { try Tree(around: #filePath) }

    init(around file: String) throws {
        let directory = URL(fileURLWithPath: file).resolvingSymlinksInPath().deletingLastPathComponent()
        let top = try Command.output(of: ["git", "-C", directory.path, "rev-parse", "--show-toplevel"])
        root = URL(fileURLWithPath: String(top.prefix { $0 != "\n" }), isDirectory: true)
        let listed = try Command.output(of: ["git", "-C", root.path, "ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        var files: [TextFile] = []
        var paths: Set<String> = []
        for path in Set(listed.split(separator: "\0").map(String.init)).sorted() {
            // A file that was deleted but not yet removed from the index is still listed.
            guard let data = try? Data(contentsOf: root.appending(path: path)) else { continue }
            paths.insert(path)
            if let text = String(data: data, encoding: .utf8), !data.contains(0) { files.append(TextFile(path: path, text: text)) }
        }
        self.files = files
        self.paths = paths
    }

    /// The Swift files whose path begins with one of the given folders.
    func swift(in folders: String...) -> [TextFile] {
        files.filter { file in file.path.hasSuffix(".swift") && folders.contains { file.path.hasPrefix($0 + "/") } }
    }

    /// Whether a file or a folder is there.
    func contains(_ path: String) -> Bool {
        path.isEmpty || paths.contains(path) || paths.contains { $0.hasPrefix(path + "/") }
    }
}
