internal import OrchestratorModel

extension StateError {
    /// The number after that of a column.
    ///
    /// - Throws: ``damaged(_:_:problem:)`` where there is none: the program itself never counts so far.
    static func number(after number: Int, _ column: String, _ kind: EntityKind, _ id: String) throws -> Int {
        let (next, overflow) = number.addingReportingOverflow(1)
        guard !overflow else { throw damaged(kind, id, problem: "\(column) is \(number), after which there is no number") }
        return next
    }
}
