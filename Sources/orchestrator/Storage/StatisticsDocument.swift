import AgentOrchestrator

/// Statistics as `db stats --json` prints them.
struct StatisticsDocument {
    let statistics: Statistics

    var json: JSONValue {
        [
            "runs": counts(statistics.runs), "rows": object(statistics.rows.map { ($0.table, JSONValue($0.count)) }),
            "success_rate": number(statistics.successRate),
            "phases": ["by_status": counts(statistics.phasesByStatus), "by_size": counts(statistics.phasesBySize)],
            "passes_to_green": [
                "mean": number(statistics.meanPassesToGreen),
                "phases_by_passes": object(statistics.passesToGreen.map { ("\($0.key)", JSONValue($0.value)) }),
            ],
            "findings": [
                "by_severity": object(Severity.allCases.map { ($0.rawValue, JSONValue(statistics.findingsBySeverity[$0])) }),
                "by_category": counts(statistics.findingsByCategory), "resolved": JSONValue(statistics.resolvedFindings),
            ],
            "seconds_in_status": object(
                Run.Status.allCases.filter { !Run.transitions.isFinal($0) }.map {
                    ($0.rawValue, number((statistics.timeInStatus[$0] ?? .zero) / .seconds(1)))
                }),
            "usage": [
                "total": usage(statistics.usage), "per_run": usage(statistics.usage(per: statistics.runCount)),
                "per_phase": usage(statistics.usage(per: statistics.phaseCount)),
                "per_resolved_finding": usage(statistics.usage(per: statistics.resolvedFindings)),
            ],
            "artifacts": ["count": JSONValue(statistics.artifacts), "bytes": JSONValue(statistics.artifactBytes)],
            "storage": object(statistics.storage.map { ($0.name, value($0.value)) }),
        ]
    }

    /// All cases, zeros included.
    private func counts<Case: CaseIterable & RawRepresentable<String> & Hashable>(_ counts: [Case: Int]) -> JSONValue {
        object(Case.allCases.map { ($0.rawValue, JSONValue(counts[$0] ?? 0)) })
    }

    private func usage(_ usage: Usage?) -> JSONValue {
        guard let usage else { return .null }
        return [
            "input_tokens": JSONValue(usage.inputTokens), "output_tokens": JSONValue(usage.outputTokens),
            "cost_microdollars": JSONValue(usage.costMicrodollars),
        ]
    }

    private func object(_ members: [(String, JSONValue)]) -> JSONValue { .object(Dictionary(members, uniquingKeysWith: { $1 })) }

    private func number(_ number: Double?) -> JSONValue { number.map(JSONValue.number) ?? .null }

    private func value(_ value: SQLValue) -> JSONValue {
        switch value {
        case .null, .blob: .null
        case .integer(let number): .integer(number)
        case .real(let number): .number(number)
        case .text(let text): .string(text)
        }
    }
}
