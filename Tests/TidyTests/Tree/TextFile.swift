/// A file of the tree, with its path relative to the root.
struct TextFile: Sendable {
    let path: String
    let text: String
    let lines: [Substring]
    /// The tokens and comments; empty where the file is not Swift.
    let swift: SwiftSource

    init(path: String, text: String) {
        self.path = path
        self.text = text
        lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        swift = path.hasSuffix(".swift") ? SwiftSource(text) : SwiftSource("")
    }

    /// The name without folders and without the last extension.
    var stem: Substring {
        let name = path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...]
        return name.lastIndex(of: ".").map { name[..<$0] } ?? name
    }

    /// The module whose source this is, for `Sources/<Module>/…`.
    var module: String? {
        let parts = path.split(separator: "/")
        return parts.count > 2 && parts[0] == "Sources" ? String(parts[1]) : nil
    }

    /// Whether this is a script for `sh` or `bash`, and for which of them.
    var shell: String? {
        if let first = lines.first, first.hasPrefix("#!") {
            if first.hasSuffix("bash") { return "bash" }
            return first.hasSuffix("/sh") || first.hasSuffix(" sh") ? "sh" : nil
        }
        return path.hasSuffix(".sh") ? "sh" : nil
    }
}
