extension YAMLSyntaxError {
    /// The parser's own limit, which a run of a thousand brackets reaches before it tells of the first.
    var isTooDeep: Bool { phrase.hasPrefix("Maximum nesting level reached") }

    /// A sentence of our own for the parser's phrase, and what to do. The parser's messages may hold parts of the document.
    func sentence(in source: Source) -> (message: String, help: String?) {
        let began = contextOffset.map { " (begun in line \(source.position(of: $0).line))" } ?? ""
        switch phrase {
        case "found character that cannot start any token" where offset < source.bytes.count && source.bytes[offset] == UInt8(ascii: "\t"):
            return ("a tab can't indent", "indent with spaces")
        case "found character that cannot start any token":
            return ("a value can't start with this character", "put the value into quotes")
        case "mapping values are not allowed in this context":
            return (
                "a second ': ' on one line, or a key at the wrong indentation", "put a text that holds ': ' into quotes, or align the key"
            )
        case "did not find expected ',' or ']'": return ("a '[' is not closed\(began)", "end the list with ']'")
        case "did not find expected ',' or '}'": return ("a '{' is not closed\(began)", "end the map with '}'")
        case "did not find expected key":
            return ("a key is expected here\(began)", "align it with the other keys of its map, and check the quotes before it")
        case "could not find expected ':'": return ("a key without ': ' after it\(began)", "write 'key: value'")
        case "found unexpected end of stream": return ("a quote is not closed\(began)", "end the text with the same quote")
        case "found unexpected document indicator": return ("a quote is not closed before the end of the document\(began)", nil)
        case "did not find expected '-' indicator":
            return ("an element of the list is expected here\(began)", "begin it with '- ', aligned with the others")
        case "block sequence entries are not allowed in this context", "block collection entries are not allowed in this context":
            return ("a list can't begin here", "begin it on a line of its own")
        case "mapping keys are not allowed in this context": return ("a key can't stand here", "begin it on a line of its own")
        case "found unknown escape character", "did not find expected hexdecimal number", "found invalid Unicode character escape code":
            return ("an escape that YAML does not know", "write '\\\\' for a backslash, or use single quotes")
        case "found a tab character that violates indentation", "found a tab character where an indentation space is expected":
            return ("a tab can't indent", "indent with spaces")
        case "did not find expected whitespace or line break", "did not find expected alphabetic or numeric character":
            return ("a tag, an anchor or an alias does not end here", "write a space after it")
        case "found undefined tag handle": return ("a tag whose handle is not declared", "leave the tag out")
        default: return ("this is no YAML", nil)
        }
    }
}
