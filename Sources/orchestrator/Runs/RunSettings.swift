import AgentOrchestrator

/// The settings that a run goes on with: those it was started with, unless the present ones are asked for.
struct RunSettings {
    let run: Run
    /// The configuration that the run goes by.
    let own: JSONValue
    /// The configuration as it is now.
    let present: LoadedConfiguration
    /// What the run goes on with; secrets and where things are kept always come from the present.
    let effective: LoadedConfiguration
    private let usesPresent: Bool

    /// How many settings are named, and how wide a line about one may be.
    private static let shown = (count: 8, width: 140)

    /// - Throws: ``Failure`` where this version does not accept any more what the run was started with.
    init(of run: Run, in state: StateManager, _ present: LoadedConfiguration, usesPresent: Bool = false) async throws {
        guard let own = try await state.configuration(of: run.id) else { throw StateError.notFound(.run, run.id.short) }
        self.run = run
        self.own = own
        self.present = present
        // A run that was made by a program of its own may have no configuration to go by.
        self.usesPresent = usesPresent || own == [:]
        effective = self.usesPresent ? present : try Self.restored(run, own, present)
    }

    private static func restored(_ run: Run, _ own: JSONValue, _ present: LoadedConfiguration) throws -> LoadedConfiguration {
        do {
            return try present.restored(from: own)
        } catch {
            let problems = error.diagnostics.filter { $0.severity == .error }.prefix(shown.count).map { "\n  \($0.description)" }.joined()
            throw Failure(
                .usage,
                """
                this version does not accept the configuration that run \(run.id.short) was started with:\(problems)
                help: 'orchestrator resume \(run.id.short) --use-current-config' goes on with the present one
                """)
        }
    }

    /// Keeps the present configuration as the run's own where it was asked for and differs.
    func keep(in state: StateManager) async throws {
        guard usesPresent, own != present.document else { return }
        let before = (try? present.restored(from: own))?.configuration.execution.maxRetries
        let now = present.configuration.execution.maxRetries
        try await state.setConfiguration(present.document, of: run.id, retries: before.map { ($0, now) })
    }

    /// Says in which settings the configuration now differs from the one that the run was started with, and what to do about it.
    func tell() {
        let differences = present.differences(from: own)
        guard !differences.isEmpty, own.object?.isEmpty == false else { return }
        let id = run.id.short
        let count = differences.count == 1 ? "1 setting" : "\(differences.count) settings"
        if usesPresent {
            Console.error("note: run \(id) goes on with the present configuration, in which \(count) changed:")
        } else {
            Console.error("note: run \(id) goes on with the configuration it was started with; \(count) would be different now:")
        }
        for difference in differences.prefix(Self.shown.count) { Console.error("  " + DisplayWidth.cut(difference.text, to: Self.shown.width)) }
        if differences.count > Self.shown.count { Console.error("  and \(differences.count - Self.shown.count) more") }
        if !usesPresent {
            Console.error(
                "help: 'orchestrator config diff \(id)' shows them all; 'orchestrator resume \(id) --use-current-config' takes the present ones")
        }
    }
}
