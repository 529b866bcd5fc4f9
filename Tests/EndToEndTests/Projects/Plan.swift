/// The text of a plan.
enum Plan {
    /// A phase for each script, each after the one before, called `Phase 1`, `Phase 2` and so on.
    ///
    /// - Parameter extra: Lines that every phase gets besides.
    static func scripts(_ scripts: String..., extra: String...) -> String {
        let phases = zip(1..., scripts).map { number, script in
            let block = script.split(separator: "\n", omittingEmptySubsequences: false).map { "      \($0)\n" }.joined()
            return """
                  - title: Phase \(number)
                    intent: Do part \(number)
                    script: |

                """ + block + extra.map { "    \($0)\n" }.joined()
        }
        return "title: A test\nphases:\n" + phases.joined()
    }
}
