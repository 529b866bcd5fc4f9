import AgentOrchestrator
import Foundation

/// The directory for clones of repositories that are named by URLs: a directory for each owner of leases, gone when it has none any more.
struct Clones {
    let session: Session

    /// Removes what processes that died have left.
    func removeLeftovers() async throws {
        // In this order: whoever makes a directory has its lease before that.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: session.clones)) ?? []
        guard !names.isEmpty else { return }
        let owners = try await session.state.liveOwners()
        for name in names where !owners.contains(name) { try? FileManager.default.removeItem(atPath: session.clones + "/" + name) }
    }
}
