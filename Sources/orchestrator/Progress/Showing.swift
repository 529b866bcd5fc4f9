import AgentOrchestrator

/// Hands what goes on to a view, in order, from one task.
enum Showing {
    private enum Item: Sendable {
        case activity(Activity)
        case tick
    }

    /// Runs the body, and shows what it reports until it is done.
    static func activities<Value: Sendable>(
        to view: any RunView, _ body: (@escaping @Sendable (Activity) -> Void) async throws -> Value
    ) async throws -> Value {
        let (items, continuation) = AsyncStream.makeStream(of: Item.self)
        let showing = Task {
            var view = view
            for await item in items {
                switch item {
                case .activity(let activity): await view.show(activity)
                case .tick: await view.tick()
                }
            }
            await view.finish()
        }
        let ticking = Task {
            while (try? await Task.sleep(for: .milliseconds(200))) != nil { continuation.yield(.tick) }
        }
        let result: Result<Value, any Error>
        do {
            result = .success(try await body { continuation.yield(.activity($0)) })
        } catch {
            result = .failure(error)
        }
        ticking.cancel()
        continuation.finish()
        await showing.value
        return try result.get()
    }
}
