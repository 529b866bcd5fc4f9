/// What diagnostics advise.
enum Advice {
    /// `give it a 'title'`, `give it an 'intent'`.
    static func give(_ name: String) -> String {
        let article = name.first.map { "aeio".contains($0) } ?? false ? "an" : "a"
        return "give it \(article) '\(name)'"
    }
}
