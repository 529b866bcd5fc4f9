/// Finds where a JSON value ends, over as many pieces of text as it takes.
struct ValueEnding {
    private let kind: Kind
    private var depth = 0
    private var isInString = false
    private var isEscaped = false

    private enum Kind {
        case container, string, word, unknown
    }

    /// - Parameter first: The first byte of the value.
    init(first: UInt8) {
        switch first {
        case UInt8(ascii: "{"), UInt8(ascii: "["): kind = .container
        case UInt8(ascii: "\""): kind = .string
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"): kind = .word
        default: kind = .unknown
        }
    }

    /// Whether a value may begin so.
    var isKnown: Bool { kind != .unknown }

    /// Whether the text may end in the middle of it.
    var mayEndHere: Bool { kind == .word }

    /// How many bytes of the piece belong to the value; `nil` where all do and it goes on.
    mutating func end(in piece: UnsafeBufferPointer<UInt8>) -> Int? {
        var index = 0
        while index < piece.count {
            let byte = piece[index]
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                    if kind == .string { return index + 1 }
                }
            } else if kind == .word {
                if byte <= 0x20 || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") { return index }
            } else {
                switch byte {
                case UInt8(ascii: "\""): isInString = true
                case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"):
                    depth -= 1
                    if depth == 0 { return index + 1 }
                default: break
                }
            }
            index += 1
        }
        return nil
    }
}
