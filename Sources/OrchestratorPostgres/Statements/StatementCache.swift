internal import COrchestratorPQ

/// Which statements a connection has prepared, and under which names. A value: it sends nothing.
///
/// A name is never used twice, so that what the server may have kept or lost does no harm.
struct StatementCache {
    /// A statement, with the types of its parameters.
    struct Entry: Hashable {
        let name: String
        let types: [Oid]

        /// Whether values of those types can be bound. Values travel as text, so that one that the server has found the type of takes any; and a
        /// NULL fits everywhere.
        func takes(_ others: [Oid]) -> Bool {
            types.count == others.count && zip(types, others).allSatisfy { $0 == $1 || $0 == 0 || $1 == 0 }
        }
    }

    private var entries: [String: [Entry]] = [:]
    private var count = 0
    private var named = 0
    let largest: Int

    init(largest: Int = 256) {
        self.largest = largest
    }

    /// The prepared statement of that text; `nil` where it must be prepared.
    func entry(_ text: String, _ types: [Oid]) -> Entry? { entries[text]?.first { $0.takes(types) } }

    /// Whether everything is to be freed before so many more are prepared: queries with filters and lists have many texts.
    func isFull(for more: Int) -> Bool { count > 0 && count + more > largest }

    /// A name for a statement that is going to be prepared.
    mutating func name() -> String {
        named += 1
        return "s\(named)"
    }

    /// Remembers a statement that was prepared.
    mutating func add(_ entry: Entry, _ text: String) {
        entries[text, default: []].append(entry)
        count += 1
    }

    /// Forgets all statements.
    mutating func removeAll() {
        entries = [:]
        count = 0
    }
}
