import Testing

/// What a list that is longer than a page says of the next one.
@Suite struct PagingTests {
    @Test func theCommandThatIsPrintedGoesOnWithTheSameList() throws {
        let project = try ProjectDirectory.repository()
        try project.write("plan.yaml", "title: It's work\nphases: [{title: Work, intent: x, script: \"true\"}]\n")
        for label in ["for=ann's team", "for=bob", "for=ann's team", "for=ann's team"] {
            #expect(try project.run("submit", "plan.yaml", "--allow-dirty", "--label", label).status == 0)
        }
        let documents = try project.run("runs", "--label", "for=ann's team", "--json").json()["runs"] as? [[String: Any]]
        let expected = try #require(documents).compactMap { ($0["run_id"] as? String)?.suffix(8) }
        #expect(expected.count == 3)
        var (output, found) = (try project.run("runs", "--branch", "main", "--label", "for=ann's team", "--limit", "1"), [Substring]())
        for page in 0..<3 {
            let lines = output.stdout.split(separator: "\n")
            #expect(output.status == 0 && lines.count == (page < 2 ? 3 : 2), "\(output)")
            found.append(try #require(lines[1].split(separator: " ").first))
            guard page < 2 else { break }
            let command = try #require(lines[2].split(separator: "older ones: orchestrator ", maxSplits: 1).first)
            #expect(command == #"runs --branch main --label 'for=ann'\''s team' --limit 1 --after \#(expected[page])"#)
            output = try pasted(command, in: project)
        }
        #expect(found == expected)
    }

    @Test(arguments: [["events"], ["findings", "--all", "--severity", "medium"]]) func goesOnWithWhatARunHas(list: [String]) throws {
        let project = try ProjectDirectory.repository()
        try project.write("plan.yaml", "title: Work\nphases: [{title: Work, intent: x, script: \"true\"}]\n")
        let reports = (1...3).map { "echo a\($0).py:7:1: error: bad \($0); " }.joined()
        try project.run(
            "run", "plan.yaml", "--allow-dirty", "--set", "verification.test.command=\(reports) exit 1", "--set", "execution.max_retries=1", "--set",
            "execution.retry_delay=0s")
        let expected = keys(try project.run([list[0], "latest"] + list.dropFirst()))
        var output = try project.run([list[0], "latest"] + list.dropFirst() + ["--limit", "2"])
        var found = keys(output)
        while let more = output.stdout.split(separator: "\n").first(where: { $0.hasPrefix("more: orchestrator ") }) {
            #expect(keys(output).count == 2)
            let command = more.dropFirst("more: orchestrator ".count)
            #expect(command.hasPrefix(([list[0], "latest"] + list.dropFirst()).joined(separator: " ") + " --limit 2 --after "))
            output = try pasted(command, in: project)
            found += keys(output)
        }
        #expect(found == expected && found.count > 4)
    }

    /// The numbers of events, or the short identities of findings, that lines begin with.
    private func keys(_ output: Executable.Output) -> [Substring] {
        output.stdout.split(separator: "\n").compactMap { $0.firstMatch(of: #/^ +([0-9a-f]+)  /#)?.1 }
    }

    /// What a shell makes of a command that was printed.
    private func pasted(_ command: Substring, in project: ProjectDirectory) throws -> Executable.Output {
        try project.write("next.sh", "exec \"$1\" \(command)\n")
        return try Executable(path: "/bin/sh").run(["next.sh", project.executable.path], in: project.path)
    }
}
