internal import OrchestratorDatabase
internal import OrchestratorModel

/// Reads rows, and turns what does not have its form into an error that names the entity.
func undamaged<Value>(_ kind: EntityKind, _ id: String, _ body: () throws -> Value) throws -> Value {
    do {
        return try body()
    } catch let error as SQLRowError {
        throw StateError.damaged(kind, id, problem: error.description)
    }
}
