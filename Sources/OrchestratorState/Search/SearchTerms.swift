/// What a run is found by: the words of its texts, and its labels.
///
/// A word is a run of letters and digits, however it is typed, in one case; signs of scripts that put no spaces between words stand for
/// themselves. Words and labels of input are only ever compared with such terms: there is no query language that input could get into.
enum SearchTerms {
    /// The terms of a text's words.
    static func words(in text: String) -> Set<String> { words(in: [text]) }

    /// The terms of several texts.
    static func words(in texts: [String]) -> Set<String> {
        var words = WordCollector()
        for text in texts { words.add(text) }
        return words.terms
    }

    /// The term of a label. The length keeps `a=b` → `c` apart from `a` → `b=c`.
    static func label(_ key: String, _ value: String) -> String { "l\(key.utf8.count):\(key)=\(value)" }

    /// The terms of labels.
    static func labels(_ labels: [String: String]) -> Set<String> { Set(labels.map { label($0.key, $0.value) }) }
}
