import AgentOrchestrator

/// A page of 50 runs among a million, next to the same page among a thousand, with every combination of filters.
enum PageBenchmark: BenchmarkGroup {
    static let name = "pages"
    private static let rounds = 15

    /// A store, and when the run in its middle was created.
    private typealias Store = (state: StateManager, middle: Timestamp)

    /// What was measured with one filter.
    private struct Page {
        let name: String
        /// Among a thousand, and among a million.
        let times: [Duration]
        let counts: [Int]

        /// How much longer it takes among a million; `nil` where the pages are not both full: the other one is a whole list.
        var ratio: Double? { counts == [50, 50] ? times[1] / times[0] : nil }

        var isMet: Bool { times[1] <= .milliseconds(1) && (ratio ?? 0) <= 1.5 }
    }

    static func run(_ report: Report) async throws {
        try await Workplace.with { place in
            let small = (place.state, try await PageFill.create(1000, in: place.state))
            try await PageFill.with(1000) { try await check($0, like: small, at: $1) }
            let clock = SuspendingClock()
            let start = clock.now
            try await PageFill.with(1_000_000) { state, middle in
                let time = clock.now - start
                let count = try await state.statistics().runCount
                report.tell("\(count) runs with a phase each", report.text(time))
                try await compare(report, small, (state, middle))
            }
        }
    }

    /// Looks whether each filter gives the same runs, whoever has made them.
    private static func check(_ state: StateManager, like store: Store, at middle: Timestamp) async throws {
        for (name, filter) in PageFilters.all {
            let made = try await state.runs(filter(middle)).runs.map { "\($0.title), \($0.status)" }
            let created = try await store.state.runs(filter(store.middle)).runs.map { "\($0.title), \($0.status)" }
            guard made == created else { throw RawStore.Failure(description: "runs with \(name): \(made), created: \(created)") }
        }
    }

    private static func compare(_ report: Report, _ small: Store, _ large: Store) async throws {
        var pages: [Page] = []
        for (name, filter) in PageFilters.all {
            var page = try await measure(name, filter, [small, large], rounds)
            // Something else may have been at work.
            if !page.isMet { page = try await measure(name, filter, [small, large], rounds * 5) }
            pages.append(page)
            if pages.count % 100 == 0 { report.tell("measured", "\(pages.count) of \(PageFilters.all.count) filters") }
        }
        let slowest = pages.sorted { $0.times[1] > $1.times[1] }
        tell(report, "slowest: ", slowest.prefix(5))
        tell(report, "most unlike: ", pages.sorted { ($0.ratio ?? 0) > ($1.ratio ?? 0) }.prefix(5))
        tell(report, "", slowest.filter { !$0.isMet })
        tell(report, "", pages.filter { !$0.name.contains(",") && $0.isMet })
        let met = pages.count { $0.isMet }
        report.tell(
            "pages of \(pages.count) combinations of filters", "\(met) in time", goal: "≤ 1 ms, and ≤ 1.5 × that among 1,000", isMet: met == pages.count)
    }

    private static func tell(_ report: Report, _ prefix: String, _ pages: some Sequence<Page>) {
        for page in pages {
            let ratio = page.ratio.map { ", \(report.text(times: $0)) that among 1,000" } ?? ""
            report.tell(
                "\(prefix)\(page.counts[1]) runs: \(page.name)", report.text(page.times[1]) + ratio,
                goal: page.ratio == nil ? "≤ 1 ms" : "≤ 1 ms and ≤ 1.5 ×", isMet: page.isMet)
        }
    }

    private static func measure(_ name: String, _ filter: PageFilters.Filter, _ stores: [Store], _ rounds: Int) async throws -> Page {
        var (times, counts): ([[Duration]], [Int]) = ([[], []], [0, 0])
        for _ in 0..<rounds {
            for (index, store) in stores.enumerated() {
                let wanted = filter(store.middle)
                times[index].append(try await Measuring.time { counts[index] = try await store.state.runs(wanted).runs.count })
            }
        }
        return Page(name: name, times: times.map(Measuring.median), counts: counts)
    }
}
