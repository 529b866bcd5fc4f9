import AgentOrchestrator
import Foundation

/// Makes a run from a plan: the plan, the repository and the options are checked before anything is written.
struct RunCreation {
    let options: RunOptions
    let loaded: LoadedConfiguration
    let plan: Plan
    let branch: String
    /// The top of the working tree; `nil` where there is none, or a clone is made.
    let checkout: String?
    /// The repository where it has to be ready for a run that begins, and is not looked at before it is known that one does.
    private let unchecked: RepositoryState?

    /// - Parameter checksRepository: Whether changed files and the like keep the run from being made.
    /// - Throws: ``ConfigurationProblems`` with all problems of the plan; ``Failure`` where the repository is not ready.
    init(_ options: RunOptions, _ loaded: LoadedConfiguration, checksRepository: Bool) async throws {
        self.options = options
        self.loaded = loaded
        let (plan, warnings) = try Plan.load(options.plan, configuration: loaded)
        for warning in warnings { Console.error(warning.render(colored: Console.errors.isColored)) }
        self.plan = plan
        let repository: RepositoryState?
        (branch, repository) = try await Self.place(options, plan, own: loaded.configuration.ownPaths, checksRepository: checksRepository)
        checkout = repository?.checkout?.top
        unchecked = checksRepository && options.idempotencyKey != nil ? repository : nil
    }

    private static func place(
        _ options: RunOptions, _ plan: Plan, own: [String], checksRepository: Bool
    ) async throws -> (branch: String, repository: RepositoryState?) {
        let wanted = options.branch ?? plan.branch
        if let wanted, !BranchName.isValid(wanted) {
            throw Failure(.usage, "'\(Printable.escaped(wanted))' can't be the name of a branch")
        }
        if let url = RepositoryAddress(plan.repository).url { return (try await Self.branch(of: url, named: wanted), nil) }
        let state = try await Git(directory: plan.repository).state(excluding: own)
        // Under a key the run may be there already, and what is changed may be its own work.
        if checksRepository, options.idempotencyKey == nil || state.checkout == nil { try check(state, options) }
        guard let branch = wanted ?? state.checkout?.branch else {
            throw Failure(.usage, "no branch is checked out in \(Printable.escaped(plan.repository)): name one with --branch")
        }
        return (branch, state)
    }

    /// - Throws: ``Failure`` where no run can begin in the repository.
    private static func check(_ state: RepositoryState, _ options: RunOptions) throws {
        if let refusal = state.refusal(allowDirty: options.allowDirty) { throw Failure(.usage, refusal) }
        for notice in state.notices { Console.error("note: \(notice)") }
    }

    /// The branch that a run on a URL begins with.
    private static func branch(of url: String, named wanted: String?) async throws -> String {
        if let wanted { return wanted }
        do {
            if let branch = try await Git(directory: "/").defaultBranch(of: url) { return branch }
        } catch {
            throw Failure(.usage, "the repository can't be asked for its branch: \(error)\nhelp: name one with --branch, then it is not asked")
        }
        throw Failure(.usage, "the repository names no branch of its own: name one with --branch")
    }

    /// Creates the run, or finds the one of the idempotency key.
    ///
    /// - Parameter isForWorkers: Whether any worker may take it from now on; else it is carried out at once, and is not created where it can't be.
    /// - Throws: ``EngineError/occupied(by:_:)`` where another run is carried out in the checkout.
    func create(in state: StateManager, isForWorkers: Bool) async throws -> (run: Run, isNew: Bool) {
        let draft = RunDraft(
            title: plan.title, repositoryPath: plan.repository, checkout: checkout, branch: branch, documentationPath: plan.documentation,
            labels: try Labels.parsed(options.labels), configuration: loaded.document, idempotencyKey: options.idempotencyKey,
            priority: options.priority, phases: plan.phases)
        if try await state.run(createdFrom: draft) == nil {
            if let unchecked { try Self.check(unchecked, options) }
            if !isForWorkers, let checkout, let occupant = try await state.occupant(ofCheckout: checkout) {
                throw EngineError.occupied(by: occupant.run, occupant.holder)
            }
        }
        let (run, isNew) = try await state.createRun(draft, plan: plan.text)
        guard isForWorkers, run.status == .planning else { return (run, isNew) }
        do {
            try await state.startRun(run.id)
        } catch let error as StateError {
            // Another process, under the same key, has done so since.
            guard case .illegalTransition = error, try await state.run(run.id)?.status != .planning else { throw error }
        }
        return (run, isNew)
    }
}
