/// Which life of the server a connection was made in. After a crash a server may give the number of a transaction that was lost to another one, so
/// that what it says of such a number counts only within one life.
struct ServerIncarnation: Hashable, Sendable {
    /// When the server was started.
    let start: String
    /// When it threw its statistics away, which it does in the recovery after a crash that it survived itself.
    let statistics: String
}
