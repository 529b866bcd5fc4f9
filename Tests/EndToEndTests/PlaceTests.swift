import Foundation
import Testing

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

@Suite(.timeLimit(.minutes(3))) struct PlaceTests {
    private static let settings = "git: {auto_commit: true}\nverification: {test: {command: 'grep -q 1 file.txt'}}\n"

    @Test(arguments: ["with space", "mit ü und \"Zeichen'", "two\nlines", "-leading", "$HOME;`x`"])
    func worksInAnyDirectory(name: String) async throws {
        let project = try await Project(name: name, settings: Self.settings, plan: Plan.scripts(Script.work))
        let finished = try await project.run("run", "plan.yaml")
        #expect(finished.status == 0, "\(finished)")
        let record = try await project.record()
        #expect(record.problems == [] && record.run.status == "completed")
        #expect(try await project.git("log", "--format=%s") == "Phase 1: Phase 1\nfirst")
    }

    @Test func worksFromADirectoryBelow() async throws {
        let project = try await Project(settings: Self.settings, plan: Plan.scripts(Script.work))
        try project.write("x", to: "deep/down/file")
        let finished = try await project.run("run", "../../plan.yaml", in: "deep/down")
        #expect(finished.status == 0, "\(finished)")
        #expect(project.exists("data/orchestrator.db") && !project.exists("deep/down/data"))
        #expect(try project.text("file.txt") == "first\n1\n")
    }

    @Test func worksForAnyUser() async throws {
        let project = try await Project(settings: Self.settings, plan: Plan.scripts(Script.work + "id -u > \"$SCRATCH/user\""))
        // Who is root becomes nobody; others are somebody already.
        let isRoot = getuid() == 0
        if isRoot { try await project.shell("chown -R 65534:65534 ..") }
        let wrapper = isRoot ? ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : []
        let finished = try await project.start(["run", "plan.yaml"], through: wrapper).end()
        #expect(finished.status == 0, "\(finished)")
        #expect(project.notes("user") == [isRoot ? "65534" : String(getuid())])
        let mode = try await project.shell("find data/artifacts -type f -perm /077 | wc -l | tr -d ' '")
        #expect(mode == "0")
    }

    @Test func saysWhichDirectoryCanNotBeWritten() async throws {
        let project = try await Project(settings: Self.settings, plan: Plan.scripts(Script.work))
        try await project.shell("mkdir data; chmod 555 data")
        let isRoot = getuid() == 0
        let wrapper = isRoot ? ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : []
        if isRoot { try await project.shell("chown -R 65534:65534 ..") }
        let finished = try await project.start(["run", "plan.yaml"], through: wrapper).end()
        #expect([70, 75].contains(finished.status) && finished.errors.contains("data"), "\(finished)")
        try await project.shell("chmod 755 data")
    }
}
