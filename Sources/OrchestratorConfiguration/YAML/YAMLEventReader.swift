import CYaml

/// libyaml's parser over one source. It lives inside ``reading(_:_:)`` alone, so what it points to outlives it.
struct YAMLEventReader {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let source: Source

    /// Lends a reader for the bytes of the source.
    static func reading<Result>(_ source: Source, _ body: (YAMLEventReader) throws -> Result) rethrows -> Result {
        let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        parser.initialize(to: yaml_parser_t())
        defer { parser.deallocate() }
        // It fails for want of memory alone, where Swift's own allocations trap too.
        precondition(yaml_parser_initialize(parser) == 1, "no memory for a parser")
        defer { yaml_parser_delete(parser) }
        return try source.bytes.withUnsafeBufferPointer { bytes in
            yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
            yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
            return try body(YAMLEventReader(parser: parser, source: source))
        }
    }

    private init(parser: UnsafeMutablePointer<yaml_parser_t>, source: Source) {
        self.parser = parser
        self.source = source
    }

    /// - Throws: ``YAMLSyntaxError`` where the document is none.
    func next() throws(YAMLSyntaxError) -> YAMLEvent {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw failure }
        defer { yaml_event_delete(&event) }
        let range =
            source.offset(
                ofScalar: event.start_mark.index)..<max(
                source.offset(ofScalar: event.start_mark.index), source.offset(ofScalar: event.end_mark.index))
        switch event.type {
        case YAML_STREAM_START_EVENT: return YAMLEvent(kind: .streamStart, anchor: nil, tag: nil, range: range)
        case YAML_DOCUMENT_START_EVENT: return YAMLEvent(kind: .documentStart, anchor: nil, tag: nil, range: range)
        case YAML_DOCUMENT_END_EVENT: return YAMLEvent(kind: .documentEnd, anchor: nil, tag: nil, range: range)
        case YAML_ALIAS_EVENT:
            return YAMLEvent(kind: .alias(Self.text(event.data.alias.anchor) ?? ""), anchor: nil, tag: nil, range: range)
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            let text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
            return YAMLEvent(
                kind: .scalar(text, isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE), anchor: Self.text(scalar.anchor),
                tag: Self.text(scalar.tag), range: range)
        case YAML_SEQUENCE_START_EVENT:
            let start = event.data.sequence_start
            return YAMLEvent(
                kind: .listStart(isFlow: start.style == YAML_FLOW_SEQUENCE_STYLE), anchor: Self.text(start.anchor),
                tag: Self.text(start.tag),
                range: range)
        case YAML_MAPPING_START_EVENT:
            let start = event.data.mapping_start
            return YAMLEvent(
                kind: .mapStart(isFlow: start.style == YAML_FLOW_MAPPING_STYLE), anchor: Self.text(start.anchor), tag: Self.text(start.tag),
                range: range)
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: return YAMLEvent(kind: .collectionEnd, anchor: nil, tag: nil, range: range)
        default: return YAMLEvent(kind: .streamEnd, anchor: nil, tag: nil, range: range)
        }
    }

    private var failure: YAMLSyntaxError {
        let parser = parser.pointee
        let hasContext = parser.context != nil && parser.context_mark.index != parser.problem_mark.index
        return YAMLSyntaxError(
            phrase: parser.problem.map { String(cString: $0) } ?? "",
            offset: source.offset(ofScalar: parser.problem_mark.index),
            contextOffset: hasContext ? source.offset(ofScalar: parser.context_mark.index) : nil)
    }

    private static func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        pointer.map { String(cString: $0) }
    }
}
