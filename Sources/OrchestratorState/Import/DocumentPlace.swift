/// Where a value of a document is.
struct DocumentPlace {
    let range: Range<Int>
    let path: String

    /// The path of a member.
    func path(of member: String) -> String { path.isEmpty ? member : "\(path).\(member)" }
}
