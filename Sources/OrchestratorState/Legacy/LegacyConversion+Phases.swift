internal import OrchestratorDatabase
internal import OrchestratorModel

extension LegacyConversion {
    /// The phases of the run, by number.
    mutating func phases(of run: Run.ID, createdAt: Timestamp) -> [RunDocument.PhaseDocument] {
        var phases: [Phase] = []
        // Rows whose numbers can stay take theirs first.
        var numbers = LegacyNumbers()
        var late: [LegacyRow] = []
        for row in legacy.phases {
            guard !row.id.isEmpty else {
                report(row, "it has no identity")
                continue
            }
            if case .integer(let number) = row.values["phase_number"] ?? .null, numbers.take(number) {
                phases.append(phase(row, number: Int(number), of: run, createdAt: createdAt, problem: nil))
            } else {
                late.append(row)
            }
        }
        for row in late {
            let number = numbers.next()
            let problem =
                "phase_number is '\(row.text("phase_number") ?? "")', which is missing, no number, too great or taken: it is phase \(number) here"
            phases.append(phase(row, number: number, of: run, createdAt: createdAt, problem: problem))
        }
        phases.sort { $0.number < $1.number }
        placeDependencies(&phases)
        return phases.map { RunDocument.PhaseDocument(phase: $0) }
    }

    private mutating func phase(_ row: LegacyRow, number: Int, of run: Run.ID, createdAt: Timestamp, problem: String?) -> Phase {
        var reading = LegacyReading(row, zone)
        if let problem { reading.note(problem) }
        let id: Phase.ID = identifier(&reading)
        know(row, as: id)
        let phase = Phase(
            id: id, runID: run, number: number, title: reading.title("title"), intent: reading.text("intent", else: ""),
            size: reading.choice("size", else: .medium), status: reading.choice("status", else: .failed), plan: plan(&reading),
            dependencies: [], specRevision: 0, branchName: reading.text("branch_name"),
            retryCount: reading.integer("retry_count", from: 0...Limits.number, else: 0),
            maxRetries: reading.integer("max_retries", from: 0...Limits.number, else: 3), createdAt: reading.time("created_at", else: createdAt),
            startedAt: reading.time("started_at"), completedAt: reading.time("completed_at"))
        report(reading)
        return phase
    }

    /// The plan of a phase: what has a place in one, and the rest as it is.
    private func plan(_ reading: inout LegacyReading) -> Phase.Plan {
        var other: [String: JSONValue] = [:]
        if let path = reading.text("spec_path") { other["spec_path"] = .string(path) }
        var plan = Phase.Plan()
        switch reading.json("plan_json") {
        case .object(let members)?:
            for (name, value) in members {
                let texts = value.array?.compactMap(\.string)
                switch (name, texts?.count == value.array?.count ? texts : nil) {
                case ("files", let texts?): plan.files = texts
                case ("acceptance_criteria", let texts?): plan.acceptanceCriteria = texts
                case ("risks", let texts?): plan.risks = texts
                case ("dependencies", _) where value.array?.isEmpty == true: break
                default: other[name] = value
                }
            }
        case let value?: other["plan"] = value
        case nil: break
        }
        plan.other = other.isEmpty ? nil : .object(other)
        return plan
    }

    /// Turns dependencies of plans, which are titles, numbers or identities, into numbers; what names no other phase stays in the plan alone.
    private mutating func placeDependencies(_ phases: inout [Phase]) {
        var dependencies: [[Int]] = []
        for phase in phases {
            let named = phase.plan.other?["dependencies"]?.array ?? []
            let numbers = named.compactMap { name in
                phases.first {
                    name.integer.map(Int.init) == $0.number || name.string == $0.title || name.string == $0.id.description
                        || name.string == String($0.number)
                }?.number
            }
            dependencies.append(Set(numbers.filter { $0 != phase.number }).sorted())
        }
        // Circles are found among positions: numbers may have gaps, of any width.
        let positions = Dictionary(uniqueKeysWithValues: phases.enumerated().map { ($1.number, $0 + 1) })
        // With a circle no phase of it could ever begin; all of them stay in the plans.
        guard PhaseOrder.circle(in: dependencies.map { $0.compactMap { positions[$0] } }) == nil else { return }
        for index in phases.indices { phases[index].dependencies = dependencies[index] }
    }
}
