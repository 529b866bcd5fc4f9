/// What libyaml tells of a document, in Swift's types; offsets are bytes of the source.
struct YAMLEvent {
    enum Kind {
        case streamStart, streamEnd, documentStart, documentEnd, collectionEnd
        case alias(String)
        case scalar(String, isPlain: Bool)
        case listStart(isFlow: Bool)
        case mapStart(isFlow: Bool)
    }

    let kind: Kind
    let anchor: String?
    let tag: String?
    let range: Range<Int>
}
