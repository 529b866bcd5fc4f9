/// What a checkpoint came to.
struct CheckpointResult: Hashable, Sendable {
    /// How many pages the log holds.
    let pages: Int
    /// How many of them are in the database.
    let moved: Int
    /// Whether a reader, or a writer of another program, kept it from doing all that was asked.
    let isBlocked: Bool

    /// Whether the log may begin anew as soon as nobody reads it.
    var isWhole: Bool { moved >= pages }
}
