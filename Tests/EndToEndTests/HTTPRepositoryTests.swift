import Foundation
import Testing

/// Runs whose repository is reached by HTTP, from a server that wants a password.
@Suite(.timeLimit(.minutes(5))) struct HTTPRepositoryTests {
    private static let password = "geheim4711"

    /// A server of the repository `origin.git` beside the project, which a program of git's own gets the password for.
    private struct Served {
        let project: Project
        let url: String
        private let server: Companion

        init(settings: String = "", knowsPassword: Bool = true) async throws {
            project = try await Project(settings: settings)
            try await project.git("clone", "--quiet", "--bare", ".", "../origin.git")
            let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Store/git_server.py").path
            server = try Companion("python3", script, project.directory, "ann", HTTPRepositoryTests.password)
            url = "http://127.0.0.1:\(server.line)/origin.git"
            try project.write("repository: \(url)\n" + Plan.scripts(Script.count + Script.work, Script.work), to: "plan.yaml")
            guard knowsPassword else { return }
            try project.write(
                "#!/bin/sh\necho username=ann\necho password=\(HTTPRepositoryTests.password)\n", to: project.directory + "/helper", executable: true)
            try await project.git("config", "--global", "credential.helper", project.directory + "/helper")
        }

        func notes(_ name: String) -> [String] {
            ((try? project.text(project.directory + "/" + name)) ?? "").split(separator: "\n").map(String.init)
        }
    }

    @Test func worksThereAndSaysWhereTheResultIs() async throws {
        let served = try await Served()
        let project = served.project
        let run = try await project.run("run", "plan.yaml", "--verbose")
        #expect(run.status == 0, "\(run)")
        let record = try await project.record()
        #expect(record.run.status == "completed" && record.problems == [])
        let branch = "orchestrator/\(record.run.run_id)"
        #expect(try await project.shell("git -C ../origin.git show \(branch):file.txt") == "first\n1\n2")
        #expect(served.notes("requests").contains { $0.hasPrefix("POST /origin.git/git-receive-pack") && $0.hasSuffix("200") })

        let shown = try await project.run("show", "latest")
        let command = "git fetch \(served.url) \(branch)"
        #expect(shown.status == 0 && shown.output.contains("branch \(branch)\n") && shown.output.contains(" \(command)\n"), "\(shown)")
        try await project.shell(command)
        #expect(try await project.git("show", "FETCH_HEAD:file.txt") == "first\n1\n2")
        let document = try await project.run("show", "latest", "--json")
        #expect(document.output.contains("\"result_branch\": \"\(branch)\""), "\(document)")

        for finished in [run, shown, document] { #expect(!finished.text.contains(Self.password)) }
        #expect(try await project.shell("! grep -r \(Self.password) data") == "")
        #expect(served.notes("leaks") == [])
    }

    /// The prefix that the run goes by counts, not the present one.
    @Test func namesTheBranchThatTheRunWasStartedWith() async throws {
        let served = try await Served(settings: "execution:\n  branch_prefix: robots/\n")
        let project = served.project
        #expect(try await project.run("submit", "plan.yaml").status == 0)
        let id = try await project.record().run.run_id
        let before = try await project.run("show", "latest", "--set", "execution.branch_prefix=other/")
        #expect(before.output.contains("branch robots/\(id)\n") && !before.output.contains("git fetch"), "\(before)")
        #expect(try await project.run("worker", "--until-idle", "--set", "execution.branch_prefix=other/").status == 0)
        #expect(try await project.shell("git -C ../origin.git show robots/\(id):file.txt") == "first\n1\n2")
    }

    @Test func namesNoBranchOfItsOwnInADirectory() async throws {
        let project = try await Project(plan: Plan.scripts(Script.work))
        #expect(try await project.run("run", "plan.yaml").status == 0)
        let shown = try await project.run("show", "latest")
        #expect(!shown.output.contains("result") && !shown.output.contains("git fetch"), "\(shown)")
        #expect(try await project.run("show", "latest", "--json").output.contains("\"result_branch\": null"))
    }

    @Test func saysThatTheServerWantsAPassword() async throws {
        let served = try await Served(knowsPassword: false)
        let refused = try await served.project.run("run", "plan.yaml")
        #expect(refused.status == 2 && refused.errors.contains("can't be asked for its branch"), "\(refused)")
        #expect(!served.notes("requests").isEmpty && served.notes("requests").allSatisfy { $0.hasSuffix("401") })
        #expect(!served.project.exists("data/orchestrator.db"))
    }

    /// A remote of a directory may hold a password, which is git's business; what git says of it is printed, the password is not.
    @Test func printsNoPasswordOfARemote() async throws {
        let served = try await Served(settings: "git:\n  auto_commit: true\n  push_branches: true\nexecution:\n  mode: branch\n", knowsPassword: false)
        let project = served.project
        // Not the one that the servers of other tests look for in command lines: git has it in its own.
        let password = "falsch0815"
        let remote = served.url.replacing("http://", with: "http://ann:\(password)@")
        try await project.git("remote", "add", "origin", remote)
        try await project.git("config", "branch.main.remote", "origin")
        try await project.git("config", "branch.main.merge", "refs/heads/main")
        try project.write(Plan.scripts(Script.work), to: project.directory + "/plan.yaml")
        let run = try await project.run("run", "../plan.yaml", "--verbose")
        #expect(run.status == 1 && run.errors.contains("git fetch failed") && run.errors.contains("Authentication failed"), "\(run)")
        #expect(served.notes("requests").contains { $0.hasSuffix("401") })
        let told = [run, try await project.run("events", "latest"), try await project.run("explain", "latest")]
        for finished in told { #expect(!finished.text.contains(password), "\(finished)") }
        #expect(try await project.shell("! grep -r \(password) data") == "")
    }
}
