import AgentOrchestrator

/// Writes events as lines for people: a line with the date where the day changes, then number, time, what happened to what, and who did it.
struct EventLines {
    let state: StateManager
    let run: Run.ID
    private var date = ""
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
        let head = "\(padding(number, 5))\(number)  \(MomentText.timeOfDay(event.time))  \(kind)\(padding(kind, 22))  "
        let actor = event.actor.description
        let what = Printable.escaped(try await name(of: event))
        let room = console.isTerminal ? max(12, console.columns - head.count) : .max
        let subject = DisplayWidth.cut(what, to: room)
        let isActorShown = DisplayWidth.of(subject) + 2 + DisplayWidth.of(actor) <= room
        Console.output(head + subject + (isActorShown ? "\(subject.isEmpty ? "" : "  ")\(console.styled(actor, .dim))" : ""))
    }

    private func padding(_ text: String, _ width: Int) -> String { String(repeating: " ", count: max(0, width - text.count)) }

    /// What the event is about, as a person would name it.
    private mutating func name(of event: Event) async throws -> String {
        switch event.entity {
        case .run: return event.payload["run"]?["error_message"]?.string ?? ""
        case .phase, .specRevision, .execution:
            if names[event.entityID] == nil { try await readNames() }
            return names[event.entityID] ?? ""
        case .artifact: return event.payload["artifact"]?["type"]?.string ?? String(event.entityID.suffix(8))
        case .finding, .intervention, .event: return String(event.entityID.suffix(8))
        }
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
