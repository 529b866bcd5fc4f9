/// Turns what was meant for a terminal into plain lines.
struct TerminalTextCleaner {
    private(set) var bytes: [UInt8] = []

    private enum State {
        case text, carriageReturn, escape, control, intermediate, operatingSystemCommand
    }
    private var state = State.text

    mutating func append(_ input: UnsafeRawBufferPointer) {
        bytes.reserveCapacity(bytes.count + input.count)
        for byte in input { append(byte) }
    }

    private mutating func append(_ byte: UInt8) {
        switch state {
        case .text: appendText(byte)
        case .carriageReturn:
            state = .text
            // "\r\n" is one line end; a carriage return alone begins the line anew, as progress bars do.
            bytes.append(0x0A)
            if byte != 0x0A { appendText(byte) }
        case .escape:
            switch byte {
            case UInt8(ascii: "["): state = .control
            case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "^"), UInt8(ascii: "_"): state = .operatingSystemCommand
            case 0x20...0x2F: state = .intermediate
            default: endSequence(with: byte)
            }
        case .control, .intermediate:
            // ECMA-48: parameter and intermediate bytes, then one final byte. Anything else was no sequence.
            if byte < 0x20 || byte > 0x3F { endSequence(with: byte) }
        case .operatingSystemCommand:
            // Ends with BEL or ESC \; one that never ends must not swallow more than its line.
            if byte == 0x07 { state = .text } else if byte == 0x1B { state = .escape } else if byte == 0x0A { endSequence(with: byte) }
        }
    }

    private mutating func endSequence(with byte: UInt8) {
        state = .text
        if byte < 0x20 || byte > 0x7E { appendText(byte) }
    }

    private mutating func appendText(_ byte: UInt8) {
        switch byte {
        case 0x1B: state = .escape
        case 0x0D: state = .carriageReturn
        case 0: bytes.append(contentsOf: [0xEF, 0xBF, 0xBD])
        case 0x09, 0x0A: bytes.append(byte)
        case 0x01..<0x20, 0x7F: break
        default: bytes.append(byte)
        }
    }
}
