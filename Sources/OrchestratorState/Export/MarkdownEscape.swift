import OrchestratorModel

/// Puts text from outside into Markdown (CommonMark with GitHub's tables) so that it is shown as it is: as no markup, no HTML, and on its own line only.
package enum MarkdownEscape {
    /// The text in one line, for a heading, a paragraph, an item of a list or a cell of a table.
    package static func text(_ text: String) -> String {
        let scalars = Array(oneLine(text).unicodeScalars)
        var result = String.UnicodeScalarView()
        for (index, scalar) in scalars.enumerated() {
            switch scalar {
            case "<": result.append(contentsOf: "&lt;".unicodeScalars)
            case ">": result.append(contentsOf: "&gt;".unicodeScalars)
            case "&": result.append(contentsOf: "&amp;".unicodeScalars)
            case "\\", "`", "*", "[", "]", "|", "~", "$": result.append(contentsOf: ["\\", scalar])
            // Inside a word an underscore begins no emphasis.
            case "_" where isWord(scalars, index - 1) && isWord(scalars, index + 1): result.append(scalar)
            case "_": result.append(contentsOf: ["\\", scalar])
            case "#", "+", "-", "=": result.append(contentsOf: index == 0 ? ["\\", scalar] : [scalar])
            case ".", ")": result.append(contentsOf: isNumber(scalars[..<index]) ? ["\\", scalar] : [scalar])
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    /// The text in one line as code.
    package static func codeSpan(_ text: String) -> String {
        let line = oneLine(text)
        guard !line.isEmpty else { return "` `" }
        let ticks = String(repeating: "`", count: longestRun(of: "`", in: line) + 1)
        let padding = line.hasPrefix("`") || line.hasSuffix("`") ? " " : ""
        return ticks + padding + line + padding + ticks
    }

    /// The text as a block of code, with a fence that is longer than any it holds; ends with a line end.
    package static func fence(_ text: String) -> String {
        let block = Printable.block(text)
        let ticks = String(repeating: "`", count: max(3, longestRun(of: "`", in: block) + 1))
        return "\(ticks)text\n\(block)\(block.hasSuffix("\n") ? "" : "\n")\(ticks)\n"
    }

    /// Without line ends and control characters.
    package static func oneLine(_ text: String) -> String {
        Printable.escaped(text.split { $0.isNewline || $0 == "\t" }.joined(separator: " "))
    }

    private static func isWord(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
        scalars.indices.contains(index) && (scalars[index].properties.isAlphabetic || scalars[index].properties.numericType != nil)
    }

    /// `1.` and `1)` at the beginning would begin a list.
    private static func isNumber(_ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
        (1...9).contains(scalars.count) && scalars.allSatisfy { ("0"..."9").contains($0) }
    }

    private static func longestRun(of byte: Unicode.Scalar, in text: String) -> Int {
        var longest = 0
        var current = 0
        for unit in text.utf8 {
            current = unit == UInt8(ascii: byte) ? current + 1 : 0
            longest = max(longest, current)
        }
        return longest
    }
}
