internal import Foundation

/// What a run is found by: the words of its texts, and its labels.
///
/// A word is a run of letters and digits, however it is typed, in one case; signs of scripts that put no spaces between words stand for
/// themselves. Words and labels of input are only ever compared with such terms: there is no query language that input could get into.
enum SearchTerms {
    /// Longer words are compared by their beginning.
    private static let longestWord = 64

    /// The terms of a text's words.
    static func words(in text: String) -> Set<String> {
        var words: Set<String> = []
        for word in split(text) { words.insert("w" + word) }
        return words
    }

    /// The terms of several texts.
    static func words(in texts: [String]) -> Set<String> { texts.reduce(into: []) { $0.formUnion(words(in: $1)) } }

    /// The term of a label. The length keeps `a=b` → `c` apart from `a` → `b=c`.
    static func label(_ key: String, _ value: String) -> String { "l\(key.utf8.count):\(key)=\(value)" }

    /// The terms of labels.
    static func labels(_ labels: [String: String]) -> Set<String> { Set(labels.map { label($0.key, $0.value) }) }

    private static func split(_ text: String) -> [String] {
        var words: [String] = []
        var word: [UInt8] = []
        func end() {
            if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
            word.removeAll(keepingCapacity: true)
        }
        if text.utf8.allSatisfy({ $0 < 0x80 }) {
            for byte in text.utf8 {
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): if word.count < longestWord { word.append(byte) }
                case UInt8(ascii: "A")...UInt8(ascii: "Z"): if word.count < longestWord { word.append(byte | 0x20) }
                default: end()
                }
            }
        } else {
            for scalar in text.precomposedStringWithCanonicalMapping.lowercased().unicodeScalars {
                guard scalar.properties.isAlphabetic || scalar.properties.numericType != nil || isMark(scalar) else {
                    end()
                    continue
                }
                if standsAlone(scalar) { end() }
                if word.count < longestWord { word.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? []) }
                if standsAlone(scalar) { end() }
            }
        }
        end()
        return words
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: false
        }
    }

    /// Han, Hiragana, Katakana, Thai, Lao and Khmer are written without spaces.
    private static func standsAlone(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0E00...0x0EFF, 0x1780...0x17FF, 0x3040...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: true
        default: false
        }
    }
}
