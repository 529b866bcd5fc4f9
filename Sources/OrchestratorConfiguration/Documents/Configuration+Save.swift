extension Configuration {
    /// Why a configuration was not saved.
    public struct SecretsInTheWay: Error, Hashable, Sendable, CustomStringConvertible {
        /// The settings that hold a secret.
        public let keys: [String]

        /// A sentence with what to do.
        public var description: String {
            "\(keys.joined(separator: ", ")) would write a secret into the file; save with includingSecrets: true, or take it out first"
        }
    }

    /// Writes the whole configuration as YAML, so that loading the file gives the same values, whatever the other layers say.
    ///
    /// The file is replaced whole or not at all; paths in it are absolute.
    ///
    /// - Parameters:
    ///   - path: The file. What it holds is replaced, and its comments are lost; use ``DocumentEdit`` to change single values.
    ///   - includingSecrets: Whether passwords are written too; the file is then readable for its owner only.
    /// - Throws: ``SecretsInTheWay``, or ``AtomicFile/Failure``.
    public func save(to path: String, includingSecrets: Bool = false) throws {
        let file = FilePaths.absolute(path, in: FileText.workingDirectory)
        let shape = Shape.map(Self.schema.shape)
        let value = Self.schema.value(self)
        let redacted = EffectiveDocument.redacted(value, shape)
        if redacted != value && !includingSecrets { throw SecretsInTheWay(keys: Self.differing(value, redacted, "")) }
        var document = YAMLDocument()
        document.writesNull = true
        document.tag = { path in shape.isMerged(SettingPath.segments(path) ?? []) ? "!replace" : nil }
        if case .map(let members) = value { document.write(members, shape) }
        var expected: [UInt8]?
        if case .bytes(let bytes) = FileText.read(file) { expected = bytes }
        try AtomicFile.replace(file, with: Array(document.text.utf8), expecting: expected, mode: redacted == value ? 0o644 : 0o600)
    }

    private static func differing(_ left: SettingValue, _ right: SettingValue, _ path: String) -> [String] {
        if left == right { return [] }
        guard case .map(let members) = left else { return [path] }
        return members.flatMap { differing($0.value, right[$0.name] ?? .null, SettingPath.appending(path, $0.name)) }
    }
}

extension Shape {
    /// Whether what stands under the path merges with the entries of lower layers.
    fileprivate func isMerged(_ segments: [String]) -> Bool {
        guard let shape = segments.reduce(Optional(self), { $0?.member($1) }) else { return false }
        switch shape {
        case .map(let map): return map.additional != nil
        case .list(let list): if case .keyed = list.merge { return true } else { return false }
        case .scalar: return false
        }
    }
}
