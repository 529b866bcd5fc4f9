import Foundation
import OrchestratorTestKit
import Testing

/// The program with its store on a PostgreSQL server.
@Suite(.timeLimit(.minutes(5))) struct ServerTests {
    /// Lends a project whose store is in an empty schema.
    private func with(_ body: @Sendable (Project, _ url: String) async throws -> Void) async throws {
        try await TestEngine.postgresql.run {
            let url = try await TestEngine.postgresql.newSchema()
            let project = try await Project(
                settings: "state:\n  url: \"\(url)\"\n", plan: Plan.scripts(Script.work, Script.work))
            try await body(project, url)
        }
    }

    @Test func carriesARunOutAndTellsOfIt() async throws {
        try await with { project, url in
            let run = try await project.run("run", "plan.yaml")
            #expect(run.status == 0, "\(run)")
            for command in [
                ["show", "latest"], ["runs"], ["status"], ["db", "verify"], ["db", "stats"], ["events", "latest"], ["artifacts", "list", "latest"],
            ] {
                let finished = try await project.run(command)
                #expect(finished.status == 0, "\(finished)")
            }
            let stats = try await project.run("db", "stats", "--json")
            #expect(stats.output.contains("\"postgresql\""))
            #expect(!project.exists("data/orchestrator.db"))
            // The server for tests does not make anything durable, and the check says so.
            let check = try await project.run("db", "check")
            #expect(check.status == 70 && check.output.contains("not safe: the server runs with fsync = off"), "\(check)")
            #expect(check.output.contains("ALTER SYSTEM SET fsync = on"), "\(check)")
            #expect(!check.text.contains("restore a backup") && !check.text.contains("damaged:"), "\(check)")
            let backup = try await project.run("db", "backup", "copy.db")
            #expect(backup.status == 70 && backup.errors.contains("pg_dump"), "\(backup)")
            let restore = try await project.run("db", "restore", "copy.db")
            #expect(restore.status == 2 && restore.errors.contains("pg_restore"), "\(restore)")
        }
    }

    @Test func saysWithItsExitCodeThatTheServerCantBeReached() async throws {
        let project = try await Project(settings: "", plan: Plan.scripts(Script.work))
        let setting = ["ORCHESTRATOR__STATE__URL": "postgresql://ann:open-sesame@127.0.0.1:1/runs"]
        for command in [["runs"], ["run", "plan.yaml"]] {
            let finished = try await project.run(command, setting: setting)
            #expect(finished.status == 75, "\(finished)")
            #expect(finished.errors.contains("can't be reached") && !finished.text.contains("sesame"), "\(finished)")
        }
    }

    /// By the ways of libpq, and by a file that holds the whole URL. The server for tests wants a password of this user alone.
    @Test func takesItsPasswordFromWhereItShouldAndPrintsItNowhere() async throws {
        try await with { project, url in
            let schema = try #require(url.split(separator: "%3D").last)
            try await project.shell(
                """
                psql --no-psqlrc --quiet '\(url)' --command "CREATE ROLE guarded LOGIN PASSWORD 'open sesame'" || true
                psql --no-psqlrc --quiet '\(url)' --command 'GRANT ALL ON SCHEMA \(schema) TO guarded'
                """)
            let guarded = url.replacing("orchestrator@", with: "guarded@")
            let port = try #require(url.firstMatch(of: /127\.0\.0\.1:([0-9]+)/)?.1)
            try project.write(guarded.replacing("guarded@", with: "guarded:open%20sesame@") + "\n", to: project.scratch + "/url")
            try project.write("127.0.0.1:\(port):*:guarded:open sesame\n", to: project.scratch + "/passwords")
            try await project.shell("chmod 600 \"$SCRATCH/url\" \"$SCRATCH/passwords\"")
            let address = ["ORCHESTRATOR__STATE__URL": guarded]
            for setting in [
                ["ORCHESTRATOR__STATE__URL__FILE": project.scratch + "/url"], address.merging(["PGPASSWORD": "open sesame"]) { $1 },
                address.merging(["PGPASSFILE": project.scratch + "/passwords"]) { $1 },
            ] {
                for command in [
                    ["run", "plan.yaml", "--allow-dirty", "--verbose"], ["config", "show"], ["config", "explain", "state.url"], ["db", "stats"],
                ] {
                    let finished = try await project.run(command, setting: setting)
                    #expect(finished.status == 0 && !finished.text.contains("sesame"), "\(finished)")
                }
            }
            let refused = try await project.run(["runs"], setting: address)
            #expect(refused.status == 70 && refused.errors.contains("wants a password"), "\(refused)")
            let wrong = try await project.run(["runs"], setting: address.merging(["PGPASSWORD": "open barley"]) { $1 })
            #expect(wrong.status == 70 && wrong.errors.contains("refuses this user") && !wrong.text.contains("barley"), "\(wrong)")
            #expect(try await project.shell("! grep -r sesame data") == "")
        }
    }

    @Test func copiesAStoreToAServerAndBack() async throws {
        try await with { project, url in
            let file = ["ORCHESTRATOR__STATE__URL": "sqlite:data/first.db"]
            let run = try await project.run("run", "plan.yaml", setting: file)
            #expect(run.status == 0, "\(run)")
            let before = try await project.run("export", "latest", "--format", "json", setting: file)
            let there = try await project.run("db", "migrate", "--to", url, setting: file)
            #expect(there.status == 0, "\(there)")
            #expect(try await project.run("export", "latest", "--format", "json").output == before.output)
            let again = try await project.run("db", "migrate", "--to", url, setting: file)
            #expect(again.status == 1, "\(again)")
            let files = try await project.run("db", "migrate", "--to", "sqlite:data/none.db", setting: file)
            #expect(files.status == 2 && files.errors.contains("db backup") && !project.exists("data/none.db"), "\(files)")
            let back = try await project.run("db", "migrate", "--to", "sqlite:data/second.db", "--json")
            #expect(back.status == 0, "\(back)")
            let second = ["ORCHESTRATOR__STATE__URL": "sqlite:data/second.db"]
            #expect(try await project.run("export", "latest", "--format", "json", setting: second).output == before.output)
            #expect(try await project.run("db", "verify", setting: second).status == 0)
        }
    }
}
