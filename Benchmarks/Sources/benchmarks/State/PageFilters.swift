import AgentOrchestrator

/// The filters that pages are measured with. Each gets when the run in the middle was created.
enum PageFilters {
    private typealias Part = (name: String, set: @Sendable (inout RunFilter, Timestamp) -> Void)
    typealias Filter = @Sendable (Timestamp) -> RunFilter

    /// What each part of a filter may be: each is combined with each of the others.
    private static let parts: [[Part]] = [
        [
            ("", { _, _ in }), ("a status of 95 %", { filter, _ in filter.statuses = [.planning] }),
            ("a status of 5 %", { filter, _ in filter.statuses = [.aborted] }),
            ("three statuses", { filter, _ in filter.statuses = [.planning, .executing, .aborted] }),
        ],
        [("", { _, _ in }), ("a repository", { filter, _ in filter.repositoryPath = "/srv/dashboard7" })],
        [("", { _, _ in }), ("a branch", { filter, _ in filter.branch = "main7" })],
        [("", { _, _ in }), ("a label", { filter, _ in filter.labels = ["team": "team7"] })],
        [
            ("", { _, _ in }), ("a word of all", { filter, _ in filter.text = "dashboard" }),
            ("a word of 5 %", { filter, _ in filter.text = "place7" }), ("a word of 0.1 %", { filter, _ in filter.text = "ticket7" }),
            ("words of all and 5 %", { filter, _ in filter.text = "dashboard place7" }),
            ("words of 5 % and 0.1 %", { filter, _ in filter.text = "place7 ticket7" }),
            ("two words of 0.1 %", { filter, _ in filter.text = "area7 ticket7" }),
        ],
        [
            ("", { _, _ in }), ("since", { $0.createdSince = $1 }), ("until", { $0.createdBefore = $1 }),
            ("since and until", { filter, middle in (filter.createdSince, filter.createdBefore) = (middle, middle + .seconds(100_000)) }),
        ],
    ]

    /// All combinations.
    static let all: [(name: String, filter: Filter)] = {
        var filters: [(name: String, filter: Filter)] = [("", { _ in RunFilter(limit: 50) })]
        for parts in parts { filters = filters.flatMap { filter in parts.map { combined(filter, $0) } } }
        return filters.map { ($0.name.isEmpty ? "all" : $0.name, $0.filter) }
    }()

    private static func combined(_ filter: (name: String, filter: Filter), _ part: Part) -> (name: String, filter: Filter) {
        let names = [filter.name, part.name].filter { !$0.isEmpty }
        return (
            names.joined(separator: ", "),
            { middle in
                var result = filter.filter(middle)
                part.set(&result, middle)
                return result
            }
        )
    }
}
