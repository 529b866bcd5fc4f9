import OrchestratorModel

/// Text that a program wrote for a terminal, without what was meant for the terminal itself.
package enum TerminalText {
    /// The text without escape sequences (ECMA-48: CSI, OSC, DCS and the two-character ones); other characters stay as they are.
    package static func plain(_ text: some StringProtocol) -> String {
        var result = String.UnicodeScalarView()
        var parser = EscapeSequence.none
        for scalar in text.unicodeScalars where parser.passes(scalar) { result.append(scalar) }
        return String(result)
    }

    /// The last line with something to read on it, at most `limit` characters, without control characters; `nil` if there is none.
    ///
    /// A carriage return begins a new line: that is how progress bars overwrite themselves.
    static func lastLine(of bytes: some Sequence<UInt8>, limit: Int = 200) -> String? {
        let text = plain(String(decoding: Array(bytes), as: UTF8.self))
        let lines = text.unicodeScalars.split { $0 == "\n" || $0 == "\r" }
        for line in lines.reversed() {
            var readable = String.UnicodeScalarView()
            for scalar in line where scalar.properties.generalCategory != .control || scalar == "\t" {
                readable.append(scalar == "\t" ? " " : scalar)
            }
            let trimmed = String(readable).drop { $0 == " " }
            let end = trimmed.lastIndex { $0 != " " }
            guard let end else { continue }
            return String(Printable.escaped(trimmed[...end].prefix(limit)).prefix(limit))
        }
        return nil
    }

    /// Where in an escape sequence a text stands.
    private enum EscapeSequence {
        case none
        case escape
        case intermediate
        case control
        case string
        case stringEscape

        /// Takes the next scalar and says whether it is text.
        mutating func passes(_ scalar: Unicode.Scalar) -> Bool {
            switch self {
            case .none: return begins(scalar)
            case .escape: self = afterEscape(scalar)
            case .intermediate where (0x20...0x2F).contains(scalar.value): break
            case .intermediate: self = .none
            case .control where (0x40...0x7E).contains(scalar.value): self = .none
            // A newline inside an unfinished sequence means that there was none.
            case .control where scalar == "\n", .string where scalar == "\n":
                self = .none
                return true
            case .control: break
            case .string where scalar == "\u{07}" || scalar == "\u{9C}": self = .none
            case .string where scalar == "\u{1B}": self = .stringEscape
            case .string: break
            case .stringEscape: self = scalar == "\\" ? .none : .string
            }
            return false
        }

        private mutating func begins(_ scalar: Unicode.Scalar) -> Bool {
            switch scalar {
            case "\u{1B}": self = .escape
            case "\u{9B}": self = .control
            case "\u{90}", "\u{98}", "\u{9D}", "\u{9E}", "\u{9F}": self = .string
            default: return true
            }
            return false
        }

        private func afterEscape(_ scalar: Unicode.Scalar) -> Self {
            switch scalar {
            case "[": .control
            case "]", "P", "X", "^", "_": .string
            case "\u{1B}": .escape
            case _ where (0x20...0x2F).contains(scalar.value): .intermediate
            default: .none
            }
        }
    }
}
