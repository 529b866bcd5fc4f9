import AgentOrchestrator
import Foundation

/// The runs that a shell offers to complete a word with.
enum RunNames {
    /// `latest` and the newest runs by their short ids; nothing where that can't be found out, for nobody reads a complaint there.
    static func candidates(_ words: [String]) async -> [String] {
        let request = ConfigurationRequest(
            projectDirectory: value(of: "--project", in: words), configurationFile: value(of: "--config", in: words),
            profile: value(of: "--profile", in: words))
        guard let loaded = try? Configuration.load(request), Session.hasStore(loaded.configuration) else { return [] }
        let names = try? await Session.with(loaded) { session in
            try await session.state.runs(RunFilter(limit: 50)).runs.map { $0.id.short }
        }
        guard let names, !names.isEmpty else { return [] }
        return ["latest"] + names
    }

    private static func value(of option: String, in words: [String]) -> String? {
        for (word, next) in zip(words, words.dropFirst() + [""]) {
            if word == option { return next }
            if word.hasPrefix(option + "=") { return String(word.dropFirst(option.count + 1)) }
        }
        return nil
    }
}
