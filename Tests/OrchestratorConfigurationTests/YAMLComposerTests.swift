import Testing

@testable import OrchestratorConfiguration

@Suite struct YAMLComposerTests {
    private func compose(_ text: String) -> (Node?, [String]) {
        var problems = ProblemList()
        let source = Source(.file(path: "f"), layer: .project, bytes: Array(text.utf8), directory: "/", name: "f")
        let node = YAMLComposer.compose(source, problems: &problems)
        return (node, problems.diagnostics.map(\.code))
    }

    @Test(arguments: [
        ("a: [", "syntax"), ("a: 'x", "syntax"), ("a: b: c", "syntax"), ("\ta: 1", "syntax"), ("a\nb: 1", "syntax"),
        ("a: \"\\q\"", "syntax"),
        ("a: @x", "syntax"), ("- a\nb: 1", "syntax"), ("a: !x 1", "tag"), ("a: !!str 1", "tag"), ("a: *b", "alias"),
        ("a: &a [*a]", "alias"),
        ("a: 1\n---\nb: 2", "several-documents"), ("{a: 1, a: 2}", "duplicate-key"), ("? [a]\n: 1", "key"), ("<<: {a: 1}", "merge-key"),
        ("a: \"\\0\"", "nul"), ("%TAG ! x\n--- !a b", "tag"), ("a: !<x> 1", "tag"),
    ]) func saysWhatIsWrong(_ text: String, _ code: String) {
        #expect(compose(text).1 == [code])
    }

    @Test func refusesDeepNestingAtTheLimit() {
        func nested(_ depth: Int) -> String { String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
        #expect(compose(nested(64)).1 == [])
        #expect(compose(nested(65)).1 == ["too-deep"])
        #expect(compose(nested(200_000)).1 == ["too-deep"])
        #expect(
            compose("a: &a " + nested(40) + "\nb: " + String(repeating: "[", count: 30) + "*a" + String(repeating: "]", count: 30)).1 == [
                "too-deep"
            ])
    }

    @Test func countsNodesBehindAliasesEachTime() {
        let list = (1...98).map(String.init).joined(separator: ",")
        func uses(_ count: Int) -> String { "a: &a [\(list)]\nb: [" + repeatElement("*a", count: count).joined(separator: ",") + "]" }
        #expect(compose(uses(99)).1 == [])
        #expect(compose(uses(101)).1 == ["too-many-nodes"])
    }

    @Test func refusesABombOfAFullFile() {
        var text = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n"
        var level = 1
        while text.utf8.count < YAMLComposer.byteLimit - 100 {
            text += "a\(level): &a\(level) [*a\(level - 1),*a\(level - 1),*a\(level - 1),*a\(level - 1)]\n"
            level += 1
        }
        #expect(compose(text).1 == ["too-many-nodes"])
    }

    @Test func givesAnAliasItsOwnPlace() {
        let node = compose("a: &t 42\nbc: *t\n").0
        #expect(node?["bc"]?.value.place.description == "f:2:5")
        #expect(node?["a"]?.value.place.description == "f:1:4")
    }

    @Test func tellsPlacesInUnicodeScalars() {
        let node = compose("\"é日😀\": {x: 1}\n").0
        #expect(node?["é日😀"]?.value["x"]?.keyPlace.description == "f:1:9")
    }
}
