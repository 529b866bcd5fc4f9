import Testing

/// What commands say of a store whose tables or indexes something else has changed.
@Suite struct DamagedSchemaTests {
    private func project(_ statement: String) throws -> ProjectDirectory {
        let project = try ProjectDirectory.repository()
        try project.write("plan.yaml", "title: Work\nphases: [{title: Work, intent: x, script: \"true\"}]\n")
        #expect(try project.run("run", "plan.yaml", "--allow-dirty").status == 0)
        let sound = try project.run("db", "check")
        #expect(sound.status == 0 && sound.stdout == "the storage is sound\n")
        try project.sqlite(statement)
        return project
    }

    @Test(arguments: [
        ("drop table findings", "the table findings is missing", ["findings latest", "show latest", "export latest --format json"]),
        ("drop table events", "the table events is missing", ["show latest", "submit plan.yaml", "events latest"]),
        (
            "alter table findings drop column suggested_fix", "the column suggested_fix of the table findings is missing",
            ["findings latest", "show latest"]
        ),
    ])
    func damageIsNamedAndEveryCommandThatMeetsItEndsWithSeventy(statement: String, problem: String, commands: [String]) throws {
        let project = try project(statement)
        let check = try project.run("db", "check")
        #expect(check.status == 70 && check.stdout.contains("damaged: \(problem)\n") && check.stderr.contains("restore a backup"), "\(check)")
        let document = try project.run("db", "check", "--json")
        #expect(document.status == 70)
        #expect(try document.json()["schema_problems"] as? [String] == [problem])
        let verify = try project.run("db", "verify")
        #expect(verify.status == 70 && verify.stdout.contains("damaged_schema    \(problem)\n"), "\(verify)")
        for command in commands {
            let output = try project.executable.run(command.split(separator: " ").map(String.init), in: project.path)
            #expect(output.status == 70 && output.stderr.contains("help: 'orchestrator db check'"), "\(command): \(output)")
        }
    }

    @Test func anIndexThatIsMissingIsNamedWithTheWayToMakeIt() throws {
        let project = try project("drop index runs_by_status")
        let check = try project.run("db", "check")
        let creation = "CREATE INDEX runs_by_status ON runs (status, position)"
        #expect(check.status == 70 && check.stdout.contains("not safe: the index runs_by_status is missing: make it with \(creation)\n"), "\(check)")
        #expect(check.stderr.contains("nothing of what is stored was found damaged"))
        #expect(try project.run("db", "verify").status == 70)
        try project.sqlite(creation)
        #expect(try project.run("db", "check").status == 0 && project.run("db", "verify").status == 0)
    }
}
