import AgentOrchestrator

/// The runs that a shell offers to complete a word with.
enum RunNames {
    /// `latest` and the newest runs by their short ids; nothing where that can't be found out, for nobody reads a complaint there.
    static func candidates(_ words: [String]) async -> [String] {
        let request = ConfigurationRequest(
            projectDirectory: value(of: "--project", in: words), configurationFile: value(of: "--config", in: words),
            profile: value(of: "--profile", in: words))
        guard let runs = try? await newest(request), !runs.isEmpty else { return [] }
        return ["latest"] + runs.map(\.id.short)
    }

    private static func newest(_ request: ConfigurationRequest) async throws -> [Run] {
        let loaded = try Configuration.load(request)
        guard Session.hasStore(loaded.configuration) else { return [] }
        return try await Session.with(loaded, .existing) { try await $0.state.runs(RunFilter(limit: 50)).runs }
    }

    private static func value(of option: String, in words: [String]) -> String? {
        for (word, next) in zip(words, words.dropFirst() + [""]) {
            if word == option { return next }
            if word.hasPrefix(option + "=") { return String(word.dropFirst(option.count + 1)) }
        }
        return nil
    }
}
