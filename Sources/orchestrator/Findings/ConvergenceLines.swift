import AgentOrchestrator

/// How the findings of a phase went from pass to pass, for people: nothing where there was one pass only.
struct ConvergenceLines {
    let phase: Phase
    let convergence: Convergence

    private static let limit = 6

    func print() {
        guard convergence.passes.count > 1 else { return }
        let console = Console.outputs
        Console.output("\n" + console.styled("phase \(phase.number), pass by pass", .dim))
        let shown = convergence.passes.suffix(Self.limit)
        if shown.count < convergence.passes.count { Console.output("  …") }
        for pass in shown { Console.output("  pass \(pass.number): \(Self.words(pass))") }
        for sentence in Self.concerns(convergence) { Console.output("  " + console.styled(sentence, .yellow)) }
    }

    /// `2 fixed, 1 new, 3 persisting`.
    static func words(_ pass: Convergence.Pass) -> String {
        let counts = [
            (pass.fixed, "fixed"), (pass.new, "new"), (pass.regressed, "regressed"), (pass.persisting, "persisting"), (pass.waived, "waived"),
        ]
        let words = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        return words.isEmpty ? "no findings" : words.joined(separator: ", ")
    }

    /// What speaks against another pass of the same kind.
    static func concerns(_ convergence: Convergence) -> [String] {
        var sentences: [String] = []
        if let pass = convergence.passes.last, let earlier = pass.returnsTo {
            sentences.append("pass \(pass.number) left the very findings that pass \(earlier) had left: the passes go in circles")
        }
        let stalled = convergence.stalledPasses
        if stalled > 0 {
            sentences.append(stalled == 1 ? "the last pass got nowhere" : "the last \(stalled) passes got nowhere")
        }
        return sentences
    }
}
