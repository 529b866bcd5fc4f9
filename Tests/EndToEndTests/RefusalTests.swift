import Foundation
import Testing

/// Bad input starts nothing.
@Suite(.timeLimit(.minutes(3))) struct RefusalTests {
    @Test func tellsAllMistakesOfAPlan() async throws {
        let plan = """
            title: ""
            phasen: 3
            phases:
              - title: A
                intent: I
                dependencies: [C]
                sise: small
              - title: A
                intent: I
                size: huge
                files: [../elsewhere]
              - title: C
                intent: I
                dependencies: [A, Nobody]

            """
        let project = try await Project(plan: plan)
        let finished = try await project.run("run", "plan.yaml")
        #expect(finished.status == 2, "\(finished)")
        for place in [
            "plan.yaml:1:8:", "plan.yaml:2:1:", "plan.yaml:7:5:", "plan.yaml:8:12:", "plan.yaml:10:11:", "plan.yaml:11:13:",
            "plan.yaml:14:23:",
        ] {
            #expect(finished.errors.contains(place), "\(place) \(finished)")
        }
        #expect(!project.exists("data"))
    }

    /// What is changed may be what the run itself has left.
    @Test func resumesWhereRunRefusesChangedFiles() async throws {
        let project = try await Project(plan: Plan.scripts(Script.work))
        try project.write("changed\n", to: "file.txt")
        let refused = try await project.run("run", "plan.yaml")
        #expect(refused.status == 2 && refused.errors.contains("or allow it with '--allow-dirty'"), "\(refused)")
        #expect(try await project.run("submit", "plan.yaml").status == 0)
        let resumed = try await project.run("resume", "latest")
        #expect(resumed.status == 0 && !resumed.errors.contains("--allow-dirty"), "\(resumed)")
        #expect(try project.text("file.txt") == "changed\n1\n")
    }

    @Test func tellsAllMistakesOfAConfiguration() async throws {
        let settings = """
            execution:
              max_retrys: 4
              retry_delay: soon
            verification:
              test: {timeout: -3s}
            nonsense: 1

            """
        let project = try await Project(settings: settings, plan: Plan.scripts("true"))
        let finished = try await project.run("run", "plan.yaml", "--set", "git.auto_commit=perhaps")
        #expect(finished.status == 2, "\(finished)")
        let file = "config/orchestrator-config.yaml"
        for place in ["\(file):2:3:", "\(file):3:16:", "\(file):5:19:", "\(file):6:1:", "git.auto_commit"] {
            #expect(finished.errors.contains(place), "\(place) \(finished)")
        }
        #expect(finished.errors.contains("max_retries"))
        #expect(!project.exists("data"))
    }

    @Test(arguments: [
        ("rm -rf .git", "is not in a git repository; run 'git init'"),
        ("rm -rf .git; git init -q; git config core.bare true", "bare repository"),
        ("rm -rf .git; git init -q", "has no commit; make a first one"),
        (
            "git switch -qc o; echo o > file.txt; git commit -qam o; git switch -q main; echo m > file.txt; git commit -qam m; git merge -q o || true",
            "a merge is in progress"
        ),
        (
            "git switch -qc o; echo o > file.txt; git commit -qam o; git switch -q main; echo m > file.txt; git commit -qam m; git rebase -q o || true",
            "a rebase is in progress"
        ),
        ("git switch -q --detach", "no branch is checked out"),
        ("echo x >> file.txt", "1 tracked file is changed or staged ('file.txt')"),
        ("echo x > new; git add new", "1 tracked file is changed or staged ('new')"),
    ])
    func refusesACheckoutThatIsNotReady(preparation: String, message: String) async throws {
        let project = try await Project(plan: Plan.scripts(Script.count))
        try await project.shell(preparation)
        let finished = try await project.run("run", "plan.yaml")
        #expect(finished.status == 2 && finished.errors.contains(message), "\(finished)")
        #expect(!project.exists("data") && project.notes("calls") == [])
    }

    @Test func worksOnABranchOfADetachedCheckout() async throws {
        let project = try await Project(plan: Plan.scripts(Script.count))
        try await project.git("switch", "--quiet", "--detach")
        let finished = try await project.run("run", "plan.yaml", "--branch", "fresh")
        #expect(finished.status == 0, "\(finished)")
        #expect(try await project.git("symbolic-ref", "--short", "HEAD") == "fresh")
    }

    @Test(arguments: [["run"], ["run", "absent.yaml"], ["run", "plan.yaml", "--branch", "a..b"], ["resume", "latest", "--nonsense"]])
    func refusesBadUsage(arguments: [String]) async throws {
        let project = try await Project(plan: Plan.scripts(Script.count))
        let finished = try await project.run(arguments)
        #expect(finished.status == 2 && !finished.errors.isEmpty, "\(finished)")
        #expect(!project.exists("data"))
    }

    @Test func saysThatThereIsNothingYet() async throws {
        let project = try await Project(plan: Plan.scripts(Script.count))
        #expect(try await project.run("resume", "latest").status == 4)
        #expect(!project.exists("data"))
        #expect(try await project.run("run", "plan.yaml").status == 0)
        #expect(try await project.run("resume", "ffffffff").status == 4)
    }
}
