/// A list and how a use of it merges with the one below.
struct ListShape: Sendable {
    enum Merge: Sendable {
        case replace
        case append
        /// The elements are maps, told apart by the value of that key; the same name merges.
        case keyed(by: String)
    }

    let element: Shape
    let merge: Merge
}
