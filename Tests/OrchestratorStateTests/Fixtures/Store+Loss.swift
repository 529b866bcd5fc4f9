import Foundation
import OrchestratorDatabase
import OrchestratorModel
import OrchestratorTestKit

@testable import OrchestratorState

extension Store {
    /// The same store, whose next write ends in a way that nobody knows.
    func failingToAnswer() throws -> StateManager {
        switch database.dialect {
        case .sqlite:
            try FileManager.default.removeItem(atPath: directory.path("state.db"))
            return state
        case .postgresql:
            return StateManager(
                database: SilentDatabase(database: database), files: state.files, actor: Self.actor, clock: clock, machine: machine)
        }
    }

    /// Loses the content of an artifact, wherever it is kept.
    func loseContent(of artifact: Artifact) async throws {
        loseFile(of: artifact)
        try await loseKeptContent(of: artifact)
    }

    /// Loses the file of an artifact.
    func loseFile(of artifact: Artifact) {
        for suffix in ["", ".gz"] { try? FileManager.default.removeItem(atPath: directory.path("artifacts/\(artifact.path)\(suffix)")) }
    }

    /// Loses the content that the database keeps, where it does.
    func loseKeptContent(of artifact: Artifact) async throws {
        if database.dialect.keepsContents {
            _ = try await database.write { try $0.execute("DELETE FROM artifact_chunks WHERE artifact_id = \(artifact.id)") }
        }
    }

    /// Changes the content of an artifact, wherever it is kept.
    func changeContent(of artifact: Artifact, to text: String) async throws {
        try directory.write(Array(text.utf8), to: "artifacts/\(artifact.path)")
        if database.dialect.keepsContents {
            _ = try await database.write {
                try $0.execute("UPDATE artifact_chunks SET content = \(SQLValue.blob(Array(text.utf8))) WHERE artifact_id = \(artifact.id)")
            }
        }
    }
}

/// A database that commits, and whose answers get lost.
private struct SilentDatabase: SQLDatabase {
    let database: any SQLDatabase

    var dialect: SQLDialect { database.dialect }
    var location: String { database.location }

    func read<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws -> Value {
        try await database.read(body)
    }

    func write<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws -> Value {
        _ = try await database.write(body)
        throw DatabaseError(.unavailable, at: location, "the answer was lost", mayHaveCommitted: true)
    }

    func changes() -> AsyncStream<Void> { database.changes() }
    func close() async throws { try await database.close() }
    func backUp(to path: String) async throws { try await database.backUp(to: path) }
    func vacuum() async throws -> Int { try await database.vacuum() }
    func storageFacts() async throws -> [StorageFact] { try await database.storageFacts() }
}
