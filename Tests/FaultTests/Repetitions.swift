import Foundation

/// How often something that chance decides is tried. `ORCHESTRATOR_FAULTS=full` asks for all of it; otherwise a part is tried, so that the tests
/// end soon.
enum Repetitions {
    static let isFull = ProcessInfo.processInfo.environment["ORCHESTRATOR_FAULTS"] == "full"

    /// How often a process is killed.
    static let kills = isFull ? 300 : 40

    /// The moments 1, 2, 3 … up to the last: all, or a few spread over them, begun at another one each time.
    static func moments(_ last: Int, atMost few: Int) -> [Int] {
        guard !isFull, last > few else { return last > 0 ? Array(1...last) : [] }
        let step = Double(last) / Double(few)
        let start = Double.random(in: 0..<step)
        return (0..<few).map { 1 + Int(start + Double($0) * step) }
    }
}
