import Testing

/// What `plan check` says.
@Suite struct PlanCheckTests {
    @Test func printsPhasesInTheOrderOfExecution() throws {
        let project = try ProjectDirectory.repository()
        try project.write(
            "plan.yaml",
            """
            title: Order
            phases:
              - {title: Last, intent: x, script: "true", dependencies: [Middle]}
              - {title: First, intent: x, script: "true", dependencies: []}
              - {title: Middle, intent: x, script: "true", dependencies: [First]}
            """)
        let document = try project.run("plan", "check", "plan.yaml", "--json").json()
        #expect(document["valid"] as? Bool == true)
        let phases = try #require(document["phases"] as? [[String: Any]])
        #expect(phases.map { $0["number"] as? Int } == [2, 3, 1])
        let text = try project.run("plan", "check", "plan.yaml").stdout.split(separator: "\n")
        #expect(text[2].hasSuffix("First") && text[4].hasSuffix("Last"))
    }

    @Test func reportsEverythingThatIsWrong() throws {
        let project = try ProjectDirectory.repository()
        try project.write("plan.yaml", "title: \"\"\nphases:\n  - {title: A, intnt: x, script: \"true\", dependencies: [B]}\n")
        let output = try project.run("plan", "check", "plan.yaml", "--json")
        #expect(output.status == 2)
        let document = try output.json()
        #expect(document["valid"] as? Bool == false)
        #expect(try #require(document["diagnostics"] as? [[String: Any]]).count >= 3)
        let told = try project.run("plan", "check", "plan.yaml")
        #expect(told.status == 2 && told.stderr.contains("plan.yaml:3:"))
    }
}
