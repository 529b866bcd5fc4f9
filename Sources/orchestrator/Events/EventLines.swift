import AgentOrchestrator

/// Writes events as lines for people: a line with the date where the day changes, then number, time, what happened to what, and who did it.
struct EventLines {
    let state: StateManager
    let run: Run.ID
    private var date = ""
    private var actor: Actor?
    private var names: [String: String] = [:]

    init(state: StateManager, run: Run.ID) {
        self.state = state
        self.run = run
    }

    mutating func print(_ event: Event) async throws {
        let console = Console.outputs
        let day = MomentText.date(event.time)
        if day != date { Console.output(console.styled(day, .dim)) }
        date = day
        let number = String(event.sequence)
        let kind = event.kind.rawValue
        let head = "\(padding(number, 5))\(number)  \(MomentText.timeOfDay(event.time))  "
        // Long rows of what one worker did are read more easily without its name on each line.
        let by = event.actor == actor ? nil : "by \(event.actor)"
        actor = event.actor
        let detail = [try await name(of: event), EventDetail.text(event)].compactMap { $0 }.filter { !$0.isEmpty }
        let what = Printable.escaped(detail.joined(separator: ": "))
        let room = console.isTerminal ? max(12, console.columns - head.count - 23) : .max
        let parts = [DisplayWidth.cut(what, to: room), by.map { console.styled($0, .dim) } ?? ""].filter { !$0.isEmpty }
        let name = parts.isEmpty ? kind : kind + padding(kind, 21)
        Console.output(([head + name] + parts).joined(separator: "  "))
    }

    private func padding(_ text: String, _ width: Int) -> String { String(repeating: " ", count: max(0, width - text.count)) }

    /// The phase or pass that the event is about.
    private mutating func name(of event: Event) async throws -> String? {
        guard event.entity == .phase || event.entity == .execution || event.entity == .specRevision else { return nil }
        if names[event.entityID] == nil { try await readNames() }
        return names[event.entityID]
    }

    private mutating func readNames() async throws {
        for phase in try await state.phases(of: run) {
            names[phase.id.description] = "phase \(phase.number) '\(phase.title)'"
            for execution in try await state.executions(of: phase.id) {
                names[execution.id.description] = "phase \(phase.number), pass \(execution.passNumber)"
            }
        }
    }
}
