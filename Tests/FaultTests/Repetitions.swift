import Foundation

/// How often something that chance decides is tried. `ORCHESTRATOR_FAULTS=full` asks for all of it; otherwise a part is tried, so that the tests
/// end soon. All of it takes long; `ORCHESTRATOR_FAULT_SCENARIOS=crowd,cuts` does it piece by piece.
enum Repetitions {
    static let isFull = ProcessInfo.processInfo.environment["ORCHESTRATOR_FAULTS"] == "full"

    /// Those of the scenarios that are asked for.
    static func wanted(_ scenarios: [String]) -> [String] {
        guard let names = ProcessInfo.processInfo.environment["ORCHESTRATOR_FAULT_SCENARIOS"] else { return scenarios }
        return scenarios.filter(names.split(separator: ",").map(String.init).contains)
    }

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
