/// Everything a run is created from: it and all its phases go into the store in one transaction.
public struct RunDraft: Hashable, Sendable {
    /// What the run is about.
    public var title: String
    /// The absolute path of the checkout, or a URL.
    public var repositoryPath: String
    /// The top of the working tree that the directory lies in, without links, where the caller knows it: one run at a time is carried out there,
    /// whatever directory each was given.
    public var checkout: String?
    /// The branch to work on.
    public var branch: String
    /// A document that describes the work.
    public var documentationPath: String?
    /// Free key → value pairs.
    public var labels: [String: String]
    /// The redacted effective configuration.
    public var configuration: JSONValue
    /// Under the same key and the same draft the same run is given back.
    public var idempotencyKey: String?
    /// Higher goes first.
    public var priority: Int
    /// The phases; their numbers are 1, 2, 3 … in this order.
    public var phases: [PhaseDraft]

    /// A draft with the given values.
    public init(
        title: String, repositoryPath: String, checkout: String? = nil, branch: String, documentationPath: String? = nil, labels: [String: String] = [:],
        configuration: JSONValue = [:], idempotencyKey: String? = nil, priority: Int = 0, phases: [PhaseDraft] = []
    ) {
        self.title = title
        self.repositoryPath = repositoryPath
        self.checkout = checkout
        self.branch = branch
        self.documentationPath = documentationPath
        self.labels = labels
        self.configuration = configuration
        self.idempotencyKey = idempotencyKey
        self.priority = priority
        self.phases = phases
    }

    /// Everything that is wrong with the draft; empty when it is acceptable.
    public var violations: [Violation] {
        var validation = Validation()
        validation.title(title, "title")
        validation.name(repositoryPath, "repository_path")
        if let problem = RepositoryAddress(repositoryPath).problem { validation.add("repository_path", problem) }
        validation.name(checkout, "checkout")
        validation.name(branch, "branch")
        validation.name(documentationPath, "documentation_path")
        validation.name(idempotencyKey, "idempotency_key")
        if labels.count > Limits.labels { validation.add("labels", "are more than \(Limits.labels)") }
        for (key, value) in labels.sorted(by: { $0.key < $1.key }) {
            validation.name(key, "labels")
            validation.text(value, "labels.\(Printable.escaped(key))", atMost: Limits.name)
        }
        if phases.count > Limits.phases { validation.add("phases", "are more than \(Limits.phases)") }
        for (index, phase) in phases.enumerated() {
            for violation in phase.violations(number: index + 1, of: phases.count) {
                validation.add("phases[\(index)].\(violation.field)", violation.problem)
            }
        }
        if let circle = PhaseOrder.circle(in: phases.map(\.dependencies)) {
            validation.add("phases", "depend on each other in a circle: \(circle.map(String.init).joined(separator: " → "))")
        }
        return validation.violations
    }
}
