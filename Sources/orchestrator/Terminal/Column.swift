/// A column of a table.
struct Column: ExpressibleByStringLiteral {
    let title: String
    var isRightAligned = false
    /// Gives way where the rows are wider than the terminal.
    var isFlexible = false

    init(stringLiteral value: String) { title = value }

    private init(_ title: String, isRightAligned: Bool = false, isFlexible: Bool = false) {
        self.title = title
        self.isRightAligned = isRightAligned
        self.isFlexible = isFlexible
    }

    /// For numbers.
    static func right(_ title: String) -> Column { Column(title, isRightAligned: true) }

    /// For what people wrote.
    static func flexible(_ title: String) -> Column { Column(title, isFlexible: true) }
}
