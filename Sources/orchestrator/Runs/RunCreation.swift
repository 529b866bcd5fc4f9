import AgentOrchestrator
import Foundation

/// Makes a run from a plan: the plan, the repository and the options are checked before anything is written.
struct RunCreation {
    let options: RunOptions
    let loaded: LoadedConfiguration
    let plan: Plan
    let branch: String

    /// - Parameter checksRepository: Whether changed files and the like keep the run from being made.
    /// - Throws: ``ConfigurationProblems`` with all problems of the plan; ``Failure`` where the repository is not ready.
    init(_ options: RunOptions, _ loaded: LoadedConfiguration, checksRepository: Bool) async throws {
        self.options = options
        self.loaded = loaded
        let (plan, warnings) = try Plan.load(options.plan, configuration: loaded)
        for warning in warnings { Console.error(warning.render(colored: Console.errors.isColored)) }
        self.plan = plan
        branch = try await Self.branch(
            options, plan, own: loaded.configuration.ownPaths, checksRepository: checksRepository)
    }

    private static func branch(_ options: RunOptions, _ plan: Plan, own: [String], checksRepository: Bool) async throws -> String {
        let wanted = options.branch ?? plan.branch
        if let wanted, !BranchName.isValid(wanted) {
            throw Failure(.usage, "'\(Printable.escaped(wanted))' can't be the name of a branch")
        }
        let state = try await Git(directory: plan.repository).state(excluding: own)
        if checksRepository {
            if let refusal = state.refusal(allowDirty: options.allowDirty) { throw Failure(.usage, refusal) }
            for notice in state.notices { Console.error("note: \(notice)") }
        }
        guard let branch = wanted ?? state.checkout?.branch else {
            throw Failure(.usage, "no branch is checked out in \(Printable.escaped(plan.repository)): name one with --branch")
        }
        return branch
    }

    /// Creates the run, or finds the one of the idempotency key, and makes it ready to be carried out.
    func create(in state: StateManager) async throws -> (run: Run, isNew: Bool) {
        let draft = RunDraft(
            title: plan.title, repositoryPath: plan.repository, branch: branch, documentationPath: plan.documentation,
            labels: try Labels.parsed(options.labels), configuration: loaded.document, idempotencyKey: options.idempotencyKey,
            priority: options.priority, phases: plan.phases)
        let (run, isNew) = try await state.createRun(draft, plan: plan.text)
        if run.status == .planning { try await state.startRun(run.id) }
        return (run, isNew)
    }
}
