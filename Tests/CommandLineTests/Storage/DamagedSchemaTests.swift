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

    /// A value of another type is found with its column, and the runs after it are looked at all the same.
    @Test(arguments: [
        ("last_event = 'x'", "last_event is no number"), ("total_phases = 'many'", "total_phases is no number, and a count gives 1"),
        ("completed_phases = 'many'", "completed_phases is no number, and a count gives 1"), ("run_id = x'00ff'", "run_id is no identifier"),
        ("last_event_hash = x'00'", "is not the one whose hash the run's row holds"), ("title = x'ff'", "title is not what events tell"),
        ("created_at = 7", "created_at is not what events tell"), ("lease_owner = x'00'", "lease_owner is not what events tell"),
    ])
    func aValueOfTheWrongTypeIsNamedWithItsColumn(change: String, problem: String) throws {
        let project = try ProjectDirectory.repository()
        try project.write("plan.yaml", "title: Work\nphases: [{title: Work, intent: x, script: \"true\"}]\n")
        for _ in 1...2 { #expect(try project.run("run", "plan.yaml", "--allow-dirty").status == 0) }
        try project.sqliteIgnoringTypes(of: "runs", "update runs set \(change) where position = (select min(position) from runs)")
        try project.sqlite("update phases set title = 'another' where run_id = (select run_id from runs order by position desc limit 1)")
        let verify = try project.run("db", "verify")
        #expect(verify.status == 70 && verify.stderr.isEmpty, "\(verify)")
        #expect(verify.stdout.contains(problem) && verify.stdout.contains("title is not what events tell"), "\(verify)")
        guard change != "last_event_hash = x'00'" else { return }
        let list = try project.run("runs")
        guard list.status != 0 else { return }
        let column = String(change.prefix { $0 != " " })
        #expect(list.status == 70 && list.stderr.contains(" in the store is damaged: \(column) is not "), "\(list)")
        #expect(list.stderr.contains("run 0") == (column != "run_id") && list.stderr.contains("help: 'orchestrator db verify'"), "\(list)")
    }

    @Test(arguments: ["delete from schema_migrations", "update schema_migrations set position = 2"])
    func aRecordOfMigrationsThatIsLostIsNamed(statement: String) throws {
        let project = try project(statement)
        for command in [["db", "check"], ["db", "verify"], ["runs"], ["submit", "plan.yaml"]] {
            let output = try project.executable.run(command, in: project.path)
            #expect(output.status == 70 && output.stderr.contains("schema_migrations are missing"), "\(command): \(output)")
            #expect(output.stderr.contains("restore a backup"), "\(output)")
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
