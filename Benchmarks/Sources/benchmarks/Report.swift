import Foundation

/// Prints what was measured, a line each.
struct Report: Sendable {
    func begin(_ group: String) {
        write("\n\(group)")
    }

    /// Prints a figure that has no goal.
    func tell(_ what: String, _ value: String) {
        write("  \(padded(what)) \(value)")
    }

    /// Prints a figure next to its goal.
    func tell(_ what: String, _ value: String, goal: String, isMet: Bool) {
        tell(what, "\(value)   goal \(goal): \(isMet ? "met" : "MISSED")")
    }

    /// Prints a time that should not exceed a limit.
    func tell(_ what: String, _ time: Duration, atMost limit: Duration) {
        tell(what, text(time), goal: "≤ \(text(limit))", isMet: time <= limit)
    }

    /// Prints a figure that was measured many times.
    func tell(_ figure: Figure) {
        let value = "\(text(figure.median)), 9 of 10 below \(text(figure.slow))"
        guard let goal = figure.goal else { return tell(figure.name, value) }
        tell(figure.name, value, goal: "≤ \(text(goal))", isMet: figure.median <= goal)
    }

    /// A time, in the unit that fits.
    func text(_ time: Duration) -> String {
        let microseconds = time / .microseconds(1)
        return switch microseconds {
        case ..<1000: String(format: "%.1f µs", microseconds)
        case ..<1_000_000: String(format: "%.2f ms", microseconds / 1000)
        default: String(format: "%.1f s", microseconds / 1_000_000)
        }
    }

    /// A ratio.
    func text(times ratio: Double) -> String { String(format: "%.2f ×", ratio) }

    private func write(_ line: String) {
        FileHandle.standardOutput.write(Data("\(line)\n".utf8))
    }

    private func padded(_ text: String) -> String { text.padding(toLength: max(text.count, 52), withPad: " ", startingAt: 0) }
}
