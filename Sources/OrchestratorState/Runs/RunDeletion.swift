/// What belongs to a run and goes with it.
public struct RunDeletion: Sendable, Hashable {
    /// How many rows of each table, those that have none left out.
    public let rows: [(table: String, count: Int)]
    /// How many files of artifacts there are.
    public let files: Int
    /// How many bytes they have.
    public let bytes: Int

    init(rows: [(table: String, count: Int)], files: Int, bytes: Int) {
        self.rows = rows
        self.files = files
        self.bytes = bytes
    }

    /// Whether both tell the same.
    public static func == (left: Self, right: Self) -> Bool {
        left.files == right.files && left.bytes == right.bytes && left.rows.elementsEqual(right.rows) { $0 == $1 }
    }

    /// Hashes what is compared.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(files)
        hasher.combine(bytes)
        for row in rows { hasher.combine(row.table) }
    }
}
