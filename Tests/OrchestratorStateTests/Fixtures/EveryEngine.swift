import OrchestratorTestKit
import Testing

/// Runs each test of a suite once on every engine: the same test, none left out.
struct EveryEngine: SuiteTrait, TestTrait, TestScoping {
    var isRecursive: Bool { true }

    /// Each case of a test is run for itself, not the suite as a whole.
    func scopeProvider(for test: Test, testCase: Test.Case?) -> Self? { testCase == nil ? nil : self }

    func provideScope(for test: Test, testCase: Test.Case?, performing function: @Sendable @concurrent () async throws -> Void) async throws {
        for engine in TestEngine.allCases { try await engine.run(function) }
    }
}

extension Trait where Self == EveryEngine {
    /// Runs each test of the suite once on every engine.
    static var everyEngine: Self { EveryEngine() }
}
