internal import Foundation
internal import OrchestratorDatabase

/// Collects the terms of words, text by text.
struct WordCollector {
    private(set) var terms = Set<String>(minimumCapacity: 16)
    /// The term of the word that is being read: it begins with what tells words from labels.
    private var word: [UInt8] = [prefix]
    /// `w`, before each word.
    private static let prefix = UInt8(ascii: "w")
    /// Longer words are compared by their beginning.
    private static let longestTerm = 65

    /// Adds the words of a text.
    mutating func add(_ text: String) {
        var text = text
        let isRead = text.withUTF8 { addASCII($0) }
        if !isRead { addScalars(text) }
        end()
    }

    /// - Returns: Whether the text was ASCII, as most are.
    private mutating func addASCII(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard UTF8Check.isASCII(text) else { return false }
        for byte in text {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): append(byte)
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): append(byte | 0x20)
            default: end()
            }
        }
        return true
    }

    private mutating func addScalars(_ text: String) {
        for scalar in text.precomposedStringWithCanonicalMapping.lowercased().unicodeScalars {
            guard scalar.properties.isAlphabetic || scalar.properties.numericType != nil || Self.isMark(scalar) else {
                end()
                continue
            }
            if Self.standsAlone(scalar) { end() }
            if word.count < Self.longestTerm { word.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? []) }
            if Self.standsAlone(scalar) { end() }
        }
    }

    private mutating func append(_ byte: UInt8) { if word.count < Self.longestTerm { word.append(byte) } }

    /// Takes the word that was read, if there is one.
    private mutating func end() {
        guard word.count > 1 else { return }
        terms.insert(String(decoding: word, as: UTF8.self))
        word.removeLast(word.count - 1)
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
