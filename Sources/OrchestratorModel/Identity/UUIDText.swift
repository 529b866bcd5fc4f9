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
        let hyphen = UInt8(ascii: "-")
        guard text.count == 36, text[8] == hyphen, text[13] == hyphen, text[18] == hyphen, text[23] == hyphen else { return nil }
        var isValid = true
        func number(_ word: UInt64, _ digits: Range<Int>) -> UInt64 {
            var word = word
            for index in digits {
                guard let digit = Hexadecimal.value(of: text[index]) else {
                    isValid = false
                    return 0
                }
                word = word << 4 | UInt64(digit)
            }
            return word
        }
        let high = number(number(number(0, 0..<8), 9..<13), 14..<18)
        let low = number(number(0, 19..<23), 24..<36)
        return isValid ? Bits(high: high, low: low) : nil
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
}
