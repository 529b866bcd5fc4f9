import AgentOrchestrator

/// What a live view knows: what the engine told, and what was read from the store. Time comes in as a value.
struct LiveModel: Sendable {
    /// What is done about a phase right now.
    struct Work: Hashable, Sendable {
        enum Step: Hashable, Sendable {
            case agent(String)
            case check(String)
            case waiting(until: ContinuousClock.Instant)
        }

        var phase: Int
        var pass: Int
        /// `nil` between two steps.
        var step: Step?
        var since: ContinuousClock.Instant
        /// The newest line that the agent or the check printed.
        var line: String?
        /// How many findings the checks of this pass have given so far; `nil` before the first.
        var found: Int?
    }

    /// A line that stays above the picture.
    enum Remark: Hashable, Sendable {
        case note(String)
        case blocked(String)
    }

    private(set) var snapshot: LiveSnapshot?
    private(set) var work: Work?
    /// Whether the store holds what was not read yet.
    private(set) var isStale = true
    private var remarks: [Remark] = []
    /// What holds for every phase is told once.
    private var noted: Set<String> = []

    mutating func apply(_ activity: Activity, at now: ContinuousClock.Instant) {
        switch activity {
        case .notice(let text): if noted.insert(text).inserted { remarks.append(.note(text)) }
        case .changed: isStale = true
        case .line(let text): work?.line = text
        case .passStarted(let phase, let pass, let agent, _): begin(.agent(agent), phase, pass: pass, at: now)
        case .agentEnded(let phase, let pass, let succeeded, let sentence):
            work?.step = nil
            if !succeeded { remarks.append(.blocked("phase \(phase), pass \(pass): \(sentence)")) }
        case .checkStarted(let phase, let pass, let check):
            let found = work?.phase == phase && work?.pass == pass ? work?.found : nil
            begin(.check(check), phase, pass: pass, at: now)
            work?.found = found ?? 0
        case .checkEnded(_, _, _, let findings, _):
            work?.step = nil
            work?.found? += findings
        case .verdict(let phase, let pass, let passed, let findings, let sentence):
            decide(phase, findings)
            if !passed { remarks.append(.blocked("phase \(phase), pass \(pass): \(sentence)")) }
        case .waiting(let phase, let time):
            begin(.waiting(until: now + time), phase, pass: work?.phase == phase ? work?.pass ?? 0 : 0, at: now)
        }
    }

    /// Takes what was read from the store.
    mutating func take(_ snapshot: LiveSnapshot) {
        self.snapshot = snapshot
        isStale = false
        // What became of a phase meanwhile is the last that there is to say of it.
        if let work, snapshot.phases.first(where: { $0.number == work.phase })?.status != .inProgress { self.work = nil }
    }

    /// Everything is to be read once more: the run is over.
    mutating func end() {
        isStale = true
        work = nil
    }

    /// The remarks since the last call.
    mutating func takeRemarks() -> [Remark] {
        defer { remarks = [] }
        return remarks
    }

    private mutating func begin(_ step: Work.Step, _ phase: Int, pass: Int, at now: ContinuousClock.Instant) {
        work = Work(phase: phase, pass: pass, step: step, since: now)
    }

    private mutating func decide(_ phase: Int, _ findings: SeverityCounts) {
        work?.step = nil
        work?.found = nil
        guard let index = snapshot?.phases.firstIndex(where: { $0.number == phase }) else { return }
        snapshot?.phases[index].findings = findings
    }
}
