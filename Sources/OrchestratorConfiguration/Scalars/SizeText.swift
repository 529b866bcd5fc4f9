/// Sizes as they are written: `10MB` (powers of 1000), `10MiB` (powers of 1024), `512B`, or a bare number of bytes.
enum SizeText {
    private static let units: [(name: String, bytes: Int)] = [
        ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("TiB", 1 << 40), ("KB", 1000), ("kB", 1000), ("MB", 1_000_000),
        ("GB", 1_000_000_000), ("TB", 1_000_000_000_000), ("B", 1),
    ]

    /// What the JSON Schema says of it.
    static let pattern = "^[1-9][0-9]{0,5}(B|[kKMGT]B|[KMGT]iB)$"

    /// The number of bytes; `nil` where the text is no size.
    static func bytes(_ text: String) -> Int? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let unit = text.dropFirst(digits.count)
        guard DecimalText.isWhole(digits), digits.count <= (unit.isEmpty ? 18 : 6), let number = Int(digits) else { return nil }
        if unit.isEmpty { return number }
        return units.first { $0.name == unit }.map { number * $0.bytes }
    }

    /// The shortest exact text.
    static func text(_ bytes: Int) -> String {
        for (name, size) in [("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)]
        where bytes >= size && bytes % size == 0 {
            return "\(bytes / size)\(name)"
        }
        return "\(bytes)B"
    }
}
