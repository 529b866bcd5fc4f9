internal import OrchestratorDatabase

extension PostgresDatabase {
    /// What is said on a channel, from now on, heard over a connection of its own. Where that is lost another is made.
    ///
    /// An element, with an empty text, also comes when hearing has begun, and when it was interrupted. It ends when the stream is let go.
    static func notifications(on channel: String, _ address: ServerAddress, _ tuning: PostgresTuning) -> AsyncStream<String> {
        let (stream, sink) = AsyncStream.makeStream(of: String.self, bufferingPolicy: .bufferingNewest(256))
        let listener = Listener(address, tuning, channel: channel, sink: sink)
        sink.onTermination = { _ in listener.stop() }
        listener.start()
        return stream
    }

    /// Gets an element soon after a transaction was committed that has said so (`NOTIFY`), over one connection for all who wait.
    public func changes() -> AsyncStream<Void> { feed.changes() }
}
