/// What the server, or the client library, says of a statement or a connection that failed.
struct ServerFailure: Error, Hashable {
    /// The five characters that name the class of the error (https://www.postgresql.org/docs/current/errcodes-appendix.html); empty where the
    /// connection was lost.
    let state: String
    /// The server's own sentence. It may hold values of rows.
    let text: String
    /// What the server adds, such as the key that is there already. It holds values of rows.
    var detail = ""
    /// The function of the server that found it.
    var function = ""

    /// The connection does not work any more; what was under way on it was rolled back, unless it was the commit.
    static func lost(_ text: String) -> ServerFailure { ServerFailure(state: "", text: text) }

    /// Whether the connection is of no use any more.
    var isLoss: Bool { state.isEmpty || state.hasPrefix("08") || ["57P01", "57P02", "57P03", "57P05", "25P03"].contains(state) }

    /// Whether a statement that was prepared can't be used any more: the server has forgotten it, or its result has another form now.
    var isStaleStatement: Bool { state == "26000" || (state == "0A000" && function == "RevalidateCachedQuery") }

    /// Whether other transactions were in the way: it failed by itself, or does not find what it insists on (`SQLDialect.insisting`).
    var isConflict: Bool { state.hasPrefix("40") || state == "22012" }

    /// Whether the whole transaction is to be run again, whatever statement met it.
    var undoesTransaction: Bool { isConflict || isStaleStatement }
}
