/// How many cells of a terminal a text takes.
///
/// Terminals differ over emoji that are made of several scalars: some draw one picture, others each part. The larger width counts here, so that
/// a line that fits by this measure fits everywhere.
package enum DisplayWidth {
    package static func of(_ text: some StringProtocol) -> Int {
        text.reduce(0) { $0 + of($1) }
    }

    package static func of(_ character: Character) -> Int {
        var (width, base) = (0, 0)
        for scalar in character.unicodeScalars {
            // Variation selector 16 asks for the emoji form of the scalar before, which is wide.
            let added = scalar.value == 0xFE0F ? max(0, 2 - base) : of(scalar)
            width += added
            base = scalar.value == 0xFE0F ? 2 : added
        }
        return width
    }

    /// The beginning of the text that takes at most that many cells, with the ellipsis as its end where something was cut off.
    package static func cut(_ text: String, to width: Int, ellipsis: String = "…") -> String {
        guard of(text) > width else { return text }
        let room = width - of(ellipsis)
        guard room > 0 else { return String(ellipsis.prefix(max(0, width))) }
        var taken = 0
        let kept = text.prefix { character in
            taken += of(character)
            return taken <= room
        }
        return kept + ellipsis
    }

    package static func of(_ scalar: Unicode.Scalar) -> Int {
        let value = scalar.value
        guard value >= 0x300 else { return 1 }
        if wide.contains(where: { $0.contains(value) }) || scalar.properties.isEmojiPresentation { return 2 }
        // Vowels and finals of Hangul join the consonant before them.
        if (0x1160...0x11FF).contains(value) || (0xD7B0...0xD7FF).contains(value) { return 0 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return 0
        case .format: return visibleFormats.contains { $0.contains(value) } ? 1 : 0
        default: return 1
        }
    }

    /// Blocks whose scalars are wide or fullwidth (Unicode Standard Annex 11), and those of pictures as a whole: what is not assigned yet will
    /// be wide.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2329...0x232A, 0x2630...0x2637, 0x268A...0x268F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F,
        0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF,
        0x1AFF0...0x1B2FF, 0x1D300...0x1D376, 0x1F1E6...0x1F64F, 0x1F680...0x1F6FF, 0x1F7E0...0x1F7F0, 0x1F900...0x1F9FF,
        0x1FA70...0x1FAFF, 0x20000...0x3FFFD,
    ]

    /// Signs that stand before Arabic, Syriac and Kaithi numbers.
    private static let visibleFormats: [ClosedRange<UInt32>] = [
        0x600...0x605, 0x6DD...0x6DD, 0x70F...0x70F, 0x890...0x891, 0x8E2...0x8E2, 0x110BD...0x110CD,
    ]
}
