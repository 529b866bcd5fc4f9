/// The identity of an entity: a UUID of version 7 (RFC 9562), a distinct Swift type for each entity.
///
/// Identifiers made by one process sort by the time they were made, to the millisecond. Their text is 36 lower-case characters.
public struct Identifier<Entity>: Hashable, Sendable {
    package let bits: UUIDText.Bits

    /// The identifier of those bits.
    package init(_ bits: UUIDText.Bits) {
        self.bits = bits
    }

    /// Makes a new identifier for the given time.
    ///
    /// - Parameters:
    ///   - time: The time that goes into the first 48 bits, in milliseconds.
    ///   - generator: Where the 74 random bits come from.
    public init(at time: Timestamp, using generator: inout some RandomNumberGenerator) {
        let milliseconds = UInt64(max(0, time.microsecondsSinceEpoch / 1000)) & 0xFFFF_FFFF_FFFF
        bits = UUIDText.Bits(
            high: milliseconds << 16 | 0x7000 | (generator.next() as UInt64) & 0x0FFF,
            low: 0x8000_0000_0000_0000 | (generator.next() as UInt64) & 0x3FFF_FFFF_FFFF_FFFF)
    }

    /// Makes a new identifier for the given time with the system's random numbers.
    public init(at time: Timestamp) {
        var generator = SystemRandomNumberGenerator()
        self.init(at: time, using: &generator)
    }

    /// Reads an identifier of any UUID version; upper-case digits are accepted.
    ///
    /// - Returns: `nil` where the text is not 8-4-4-4-12 hexadecimal digits.
    public init?(_ text: some StringProtocol) {
        var text = String(text)
        guard let bits = text.withUTF8(UUIDText.parse) else { return nil }
        self.init(bits)
    }

    /// The last eight hexadecimal digits: what is printed where a person reads, and accepted wherever an identifier is.
    public var short: String { String(description.suffix(8)) }
}

extension Identifier: CustomStringConvertible {
    /// The 36 characters of the identifier.
    public var description: String { UUIDText.text(of: bits) }
}

extension Identifier: Comparable {
    /// Orders as the text does, bytewise.
    public static func < (left: Self, right: Self) -> Bool {
        (left.bits.high, left.bits.low) < (right.bits.high, right.bits.low)
    }
}

extension Identifier: Codable {
    /// Decodes the 36 characters.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let identifier = Self(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a UUID")
        }
        self = identifier
    }

    /// Encodes the 36 characters.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
