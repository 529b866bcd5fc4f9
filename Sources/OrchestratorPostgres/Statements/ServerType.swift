internal import COrchestratorPQ
internal import OrchestratorDatabase

/// The types of the server that values have, and how they are read (https://www.postgresql.org/docs/current/catalog-pg-type.html).
enum ServerType {
    static let boolean: Oid = 16
    static let bytes: Oid = 17
    static let integer: Oid = 20
    static let text: Oid = 25
    static let real: Oid = 701

    /// Reads a value that is not NULL from its text.
    static func value(_ text: UnsafeBufferPointer<UInt8>, of type: Oid) -> SQLValue {
        switch type {
        case integer, 21, 23, 26: integer(text) ?? string(text)
        case boolean: .integer(text.first == UInt8(ascii: "t") ? 1 : 0)
        // A sum of whole numbers is of a type that holds any number.
        case 1700: integer(text) ?? real(text)
        case real, 700: real(text)
        case bytes: .blob(unhexed(text))
        default: string(text)
        }
    }

    private static func integer(_ text: UnsafeBufferPointer<UInt8>) -> SQLValue? {
        guard let first = text.first, text.count <= 20 else { return nil }
        let isNegative = first == UInt8(ascii: "-")
        var number: Int64 = 0
        for byte in text.dropFirst(isNegative ? 1 : 0) {
            let digit = Int64(byte) - 48
            guard (0...9).contains(digit) else { return nil }
            let (tens, overflows) = number.multipliedReportingOverflow(by: 10)
            // Counted downwards, since the least number has no counterpart.
            let (next, overflowsToo) = tens.subtractingReportingOverflow(digit)
            if overflows || overflowsToo { return nil }
            number = next
        }
        guard !isNegative else { return .integer(number) }
        return number == .min ? nil : .integer(-number)
    }

    private static func real(_ text: UnsafeBufferPointer<UInt8>) -> SQLValue {
        let text = String(decoding: text, as: UTF8.self)
        return Double(text).map(SQLValue.real) ?? .text(text)
    }

    private static func string(_ text: UnsafeBufferPointer<UInt8>) -> SQLValue { .text(String(decoding: text, as: UTF8.self)) }

    /// `\x48656c` → bytes.
    private static func unhexed(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        func digit(_ byte: UInt8) -> UInt8 { byte < 58 ? byte &- 48 : byte &- 87 }
        return [UInt8](unsafeUninitializedCapacity: max(0, text.count / 2 - 1)) { buffer, count in
            count = max(0, text.count / 2 - 1)
            for index in 0..<count { buffer[index] = digit(text[2 * index + 2]) << 4 | digit(text[2 * index + 3]) }
        }
    }
}
