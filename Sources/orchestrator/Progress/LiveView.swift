import AgentOrchestrator
import Foundation

/// Shows the phases of a run on a terminal while it is carried out, and leaves the last picture there.
struct LiveView: RunView {
    private let console: Console
    private let terminal: LiveTerminal
    private let glyphs: Glyphs
    private let clock = ContinuousClock()
    private var reader: LiveReader
    private var model = LiveModel()
    private var drawnAt: ContinuousClock.Instant?

    init(state: StateManager, run: Run.ID, console: Console) {
        self.console = console
        terminal = LiveTerminal(console: console)
        glyphs = Glyphs(environment: ProcessInfo.processInfo.environment)
        reader = LiveReader(state: state, run: run)
    }

    mutating func show(_ activity: Activity) async {
        model.apply(activity, at: clock.now)
        if drawnAt == nil { await draw() }
    }

    mutating func tick() async {
        // Ticks that piled up while the terminal took nothing are one.
        if let drawnAt, clock.now - drawnAt < .milliseconds(100) { return }
        await draw()
    }

    mutating func finish() async {
        model.end()
        await draw(isLast: true)
        terminal.close()
    }

    private mutating func draw(isLast: Bool = false) async {
        if drawnAt == nil { terminal.open() }
        // What can't be read is told by the engine, which reads it too.
        if model.isStale, let snapshot = try? await reader.read() { model.take(snapshot) }
        let (now, glyphs, model, remarks) = (clock.now, glyphs, model, model.takeRemarks())
        drawnAt = now
        let isColored = console.isColored
        terminal.draw(
            above: remarks.map { LiveFrame(columns: 0, rows: 0, glyphs: glyphs).line($0).text(colored: isColored) }, isLast: isLast
        ) { columns, rows in
            let frame = LiveFrame(columns: columns, rows: rows, glyphs: glyphs)
            return isLast ? frame.lastLines(model, at: now) : frame.lines(model, at: now)
        }
    }
}
