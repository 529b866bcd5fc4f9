internal import OrchestratorDatabase
internal import OrchestratorModel

/// Reads rows, and turns what does not have its form into an error that names the entity and the column.
///
/// - Parameter id: The entity; empty where it is one of several.
func undamaged<Value>(_ kind: EntityKind, _ id: String, _ body: () throws -> Value) throws -> Value {
    do {
        return try body()
    } catch let error as SQLRowError {
        // Of many rows only the one that was read says which it is.
        let key = error.key.flatMap { $0.column == "\(kind.rawValue)_id" ? $0.text : nil }
        throw StateError.damaged(kind, id.isEmpty ? key ?? "" : id, problem: error.description)
    }
}
