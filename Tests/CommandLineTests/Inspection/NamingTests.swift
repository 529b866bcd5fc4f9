import Testing

/// How runs may be named.
@Suite struct NamingTests {
    private func status(of name: String) throws -> (Int32, String?) {
        let output = try History.shared.get().project.run("status", name, "--json")
        guard output.status == 0 else { return (output.status, nil) }
        return (0, (try output.json()["run"] as? [String: Any])?["run_id"] as? String)
    }

    @Test func idsPrefixesSuffixesAndLatestNameARun() throws {
        let history = try History.shared.get()
        for name in [
            history.completed, String(history.completed.suffix(8)), String(history.completed.prefix(23)), history.completed.uppercased(),
        ] {
            #expect(try status(of: name) == (0, history.completed))
        }
        #expect(try status(of: "latest") == (0, history.paused))
    }

    @Test func anAmbiguousNameListsWhatItMayMean() throws {
        let history = try History.shared.get()
        let output = try history.project.run("show", "0")
        #expect(output.status == 4)
        #expect(output.stderr.contains(history.completed) && output.stderr.contains(history.paused))
    }

    @Test(arguments: ["ffffffff", "nonsense", "%", ""])
    func whatNamesNothingIsNotFound(name: String) throws {
        let output = try History.shared.get().project.run("show", name)
        #expect(output.status == 4)
        #expect(output.stderr.hasPrefix("error: no run"))
    }

    @Test func completionOffersRuns() throws {
        let history = try History.shared.get()
        let words = try history.project.run("---completion", "show", "--", "positional@0", "1", "0", "").stdout.split(separator: "\n")
        #expect(words.contains("latest") && words.contains { history.paused.hasSuffix($0) })
        let empty = try ProjectDirectory()
        let none = try empty.run("---completion", "show", "--", "positional@0", "1", "0", "")
        #expect(none.stdout.allSatisfy(\.isWhitespace) && none.stderr.isEmpty)
    }
}
