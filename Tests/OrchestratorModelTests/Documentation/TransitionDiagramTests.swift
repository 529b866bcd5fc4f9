import Foundation
import OrchestratorModel
import Testing

/// The diagrams of the documentation say what the tables of transitions say.
@Suite struct TransitionDiagramTests {
    /// The arrows between statuses of each state diagram in docs/STATE_MANAGEMENT.md, in its order; those from and to the outside apart.
    private static let diagrams: [(arrows: Set<[String]>, first: Set<String>, last: Set<String>)] = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = (try? String(contentsOf: root.appending(path: "docs/STATE_MANAGEMENT.md"), encoding: .utf8)) ?? ""
        return text.components(separatedBy: "```mermaid\nstateDiagram-v2\n").dropFirst().map { part in
            let lines = part.components(separatedBy: "```")[0].split(separator: "\n")
            let arrows = lines.map { $0.components(separatedBy: "-->").map { $0.trimmingCharacters(in: .whitespaces) } }
            return (
                Set(arrows.filter { !$0.contains("[*]") }), Set(arrows.filter { $0[0] == "[*]" }.map { $0[1] }),
                Set(arrows.filter { $0.last == "[*]" }.map { $0[0] })
            )
        }
    }()

    private func expect<Status: RawRepresentable<String> & CaseIterable & Hashable & Sendable>(
        _ index: Int, _ table: TransitionTable<Status>, first: Status, at location: SourceLocation = #_sourceLocation
    ) throws {
        let diagram = try #require(Self.diagrams.dropFirst(index).first, sourceLocation: location)
        let arrows = Status.allCases.flatMap { from in table.successors(of: from).map { [from.rawValue, $0.rawValue] } }
        #expect(diagram.arrows == Set(arrows), sourceLocation: location)
        #expect(diagram.first == [first.rawValue], sourceLocation: location)
        #expect(diagram.last == Set(Status.allCases.filter(table.isFinal).map(\.rawValue)), sourceLocation: location)
    }

    @Test func showTheTransitionsThatAreLegal() throws {
        try expect(0, Run.transitions, first: .planning)
        try expect(1, Phase.transitions, first: .pending)
        try expect(2, Execution.transitions, first: .running)
        try expect(3, ManualIntervention.transitions, first: .pending)
        #expect(Self.diagrams.count == 4)
    }
}
