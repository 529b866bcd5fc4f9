/// The text of a UUID: hexadecimal digits in groups of 8, 4, 4, 4 and 12, with hyphens between them (RFC 9562, section 4).
package enum UUIDText {
    /// The 128 bits.
    package struct Bits: Hashable, Sendable {
        /// The first 64.
        package let high: UInt64
        /// The last 64.
        package let low: UInt64
    }

    /// Reads a UUID of any version; upper-case digits are accepted. `nil` for anything else.
    package static func parse(_ text: UnsafeBufferPointer<UInt8>) -> Bits? {
        guard text.count == 36 else { return nil }
        var words: (high: UInt64, low: UInt64) = (0, 0)
        for (index, byte) in text.enumerated() {
            if isHyphen(index) {
                guard byte == UInt8(ascii: "-") else { return nil }
                continue
            }
            guard let digit = Hexadecimal.value(of: byte) else { return nil }
            if index < 18 { words.high = words.high << 4 | UInt64(digit) } else { words.low = words.low << 4 | UInt64(digit) }
        }
        return Bits(high: words.high, low: words.low)
    }

    /// The 36 characters, in lower case.
    package static func text(of bits: Bits) -> String {
        String(unsafeUninitializedCapacity: 36) { buffer in
            var position = 0
            func put(_ word: UInt64, from first: Int, to last: Int) {
                for byte in first...last {
                    let value = UInt8(truncatingIfNeeded: word >> (56 - 8 * byte))
                    buffer[position] = Hexadecimal.digit(value >> 4)
                    buffer[position + 1] = Hexadecimal.digit(value & 0xF)
                    position += 2
                }
            }
            func hyphen() {
                buffer[position] = UInt8(ascii: "-")
                position += 1
            }
            put(bits.high, from: 0, to: 3)
            hyphen()
            put(bits.high, from: 4, to: 5)
            hyphen()
            put(bits.high, from: 6, to: 7)
            hyphen()
            put(bits.low, from: 0, to: 1)
            hyphen()
            put(bits.low, from: 2, to: 7)
            return position
        }
    }

    private static func isHyphen(_ position: Int) -> Bool { position == 8 || position == 13 || position == 18 || position == 23 }
}
