/// Makes the file names that tools print relative to the checkout.
struct CheckoutPaths {
    private let root: [Substring]

    init(root: String) {
        self.root = Self.resolved(Self.components(root)) ?? []
    }

    /// The path inside the checkout; `nil` for a file outside it and for what is no path.
    func relative(_ path: String) -> String? {
        guard !path.isEmpty, path.utf8.count <= 4096, !path.hasPrefix("<"), path.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            return nil
        }
        guard var components = Self.resolved(Self.components(path)) else { return nil }
        if path.hasPrefix("/") {
            guard let inside = Self.strip(root, from: components) ?? Self.strip(["private"] + root, from: components) else { return nil }
            components = inside
        }
        return components.isEmpty ? nil : components.joined(separator: "/")
    }

    /// Whether the file is the repository's own work, not a library installed below the checkout.
    func isOwn(_ path: String) -> Bool {
        guard let relative = relative(path) else { return false }
        return !Self.components(relative).contains { Self.foreignDirectories.contains(String($0)) }
    }

    private static let foreignDirectories: Set = [
        "site-packages", "dist-packages", "node_modules", ".venv", "venv", ".tox", ".build", "vendor",
    ]

    private static func components(_ path: String) -> [Substring] { path.split(separator: "/") }

    /// Without `.` and `..`; `nil` where the path climbs above its beginning.
    private static func resolved(_ components: [Substring]) -> [Substring]? {
        var result: [Substring] = []
        for component in components where component != "." {
            if component == ".." {
                guard result.popLast() != nil else { return nil }
            } else {
                result.append(component)
            }
        }
        return result
    }

    private static func strip(_ prefix: [Substring], from components: [Substring]) -> [Substring]? {
        components.starts(with: prefix) ? Array(components.dropFirst(prefix.count)) : nil
    }
}
