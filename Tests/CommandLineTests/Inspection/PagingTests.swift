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
            try project.write("next.sh", "exec \"$1\" \(command)\n")
            output = try Executable(path: "/bin/sh").run(["next.sh", project.executable.path], in: project.path)
        }
        #expect(found == expected)
    }
}
