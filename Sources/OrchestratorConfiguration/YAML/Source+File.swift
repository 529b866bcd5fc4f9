extension Source {
    /// The bytes of a file as a source; `nil` with a report where they are not UTF-8.
    static func file(
        _ path: String, _ bytes: [UInt8], layer: Layer, directory: String, name: String, mayHoldSecrets: Bool = true,
        problems: inout ProblemList
    ) -> Source? {
        do {
            return Source(
                .file(path: path), layer: layer, bytes: try TextEncoding.checked(bytes), directory: directory, name: name,
                mayHoldSecrets: mayHoldSecrets)
        } catch {
            let text = bytes.starts(with: TextEncoding.byteOrderMark) ? Array(bytes.dropFirst(3)) : bytes
            let source = Source(.file(path: path), layer: layer, bytes: text, directory: directory, name: name)
            problems.report(error.code, at: Place(source, error.offset..<error.offset + 1), error.message, help: error.help)
            return nil
        }
    }
}
