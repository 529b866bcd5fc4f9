/// A column as a member of documents, which are written so often that what is the same in each is made ready.
public struct DocumentMember: Sendable {
    /// The name of the column and of the member.
    public let name: String
    /// The position among the columns of documents.
    public let position: Int
    /// The name as it stands in a document, with its colon: UTF-8.
    public let opening: [UInt8]
    /// Whether the column holds JSON, which stands in a document as it is.
    public let isJSON: Bool
    /// Whether the column holds `true` or `false`.
    public let isBoolean: Bool

    init(_ column: ColumnDefinition, at position: Int) {
        name = column.name
        self.position = position
        opening = Array("\"\(column.name)\":".utf8)
        isJSON = column.kind == .json
        isBoolean = column.kind == .boolean
    }
}
