/// Why libyaml went no further.
struct YAMLSyntaxError: Error {
    /// The parser's own fixed phrase, which is a key of ``sentences`` and is never printed.
    let phrase: String
    /// Where it stopped.
    let offset: Int
    /// Where what it was reading began, where it says so.
    let contextOffset: Int?
}
