import Foundation
import Testing

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A store that can't be trusted ends the program, and is left as it is.
@Suite(.timeLimit(.minutes(3))) struct StoreLossTests {
    @Test(arguments: ["this is no database, whatever its name says\n", "SQLite format 3\0 and then nothing that belongs there"])
    func leavesACorruptStoreAlone(content: String) async throws {
        let project = try await Project(plan: Plan.scripts(Script.count))
        let text = content + String(repeating: "x", count: 5000)
        try project.write(text, to: "data/orchestrator.db")
        for arguments in [["run", "plan.yaml"], ["resume", "latest"], ["status"]] {
            let finished = try await project.run(arguments)
            #expect(finished.status == 70 && finished.errors.contains("orchestrator.db"), "\(arguments) \(finished)")
        }
        #expect(try project.text("data/orchestrator.db") == text)
        #expect(project.notes("calls") == [])
    }

    @Test func leavesATruncatedStoreAlone() async throws {
        let project = try await Project(plan: Plan.scripts(Script.count))
        #expect(try await project.run("run", "plan.yaml").status == 0)
        let path = project.root + "/data/orchestrator.db"
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        let half = whole.prefix(whole.count / 2 / 4096 * 4096)
        try half.write(to: URL(fileURLWithPath: path))
        let finished = try await project.run("run", "plan.yaml")
        #expect(finished.status == 70, "\(finished)")
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == half)
        #expect(project.notes("calls") == ["1.1"])
    }

    @Test(arguments: [
        "rm -f data/orchestrator.db", "mv data/orchestrator.db data/moved.db", "rm -rf data",
        "cp data/orchestrator.db data/copy; mv data/copy data/orchestrator.db",
    ])
    func leavesAStoreThatIsTakenAway(how: String) async throws {
        let project = try await Project(plan: Plan.scripts(Script.count + Script.halt("agent"), Script.count))
        let running = try project.start(
            "run", "plan.yaml", "--set", "state.lease_renewal=300ms", "--set", "logging.file_path=\(project.directory)/log")
        try await Waiting.until("the agent runs") { project.exists(project.scratch + "/agent") }
        try await project.shell(how)
        let before = try await project.shell(
            "cat data/orchestrator.db 2> /dev/null | cksum; ls data 2> /dev/null | grep -c '^orchestrator.db$' || true")
        // Nobody lets the agent go on: the renewal of the lease finds out.
        let finished = await running.end()
        #expect(finished.status == 70, "\(finished)")
        #expect(project.notes("calls") == ["1.1"] && project.processes == [])
        let after = try await project.shell(
            "cat data/orchestrator.db 2> /dev/null | cksum; ls data 2> /dev/null | grep -c '^orchestrator.db$' || true")
        #expect(before == after)
    }

    @Test func stopsWhenTheDiskIsFull() async throws {
        let project = try await Project(
            settings: "logging: {file_path: ../log}\n",
            plan: Plan.scripts("dd if=/dev/zero of=\"$SCRATCH/../small/filler\" bs=1k 2> /dev/null\n" + Script.count, Script.count))
        let small = project.directory + "/small"
        try FileManager.default.createDirectory(atPath: small, withIntermediateDirectories: true)
        let options = ["--set", "state.url=sqlite:\(small)/store.db", "--set", "artifacts.base_path=\(small)/files"]
        let isMounted = try await project.shell("mount -t tmpfs -o size=2m none ../small 2> /dev/null && echo yes || echo no") == "yes"
        defer { if isMounted { umount2(small, Int32(MNT_DETACH)) } }
        // Who may not mount limits the size of files instead: 200 KiB, less than the store with its log needs.
        let limit = ["/bin/sh", "-c", "trap '' XFSZ; ulimit -f 400; exec \"$@\"", "sh"]
        let finished = try await project.start(["run", "plan.yaml"] + options, through: isMounted ? [] : limit).end()
        #expect(finished.status == 70, "\(isMounted) \(finished)")
        #expect(project.notes("calls").count <= 1 && project.processes == [])
        guard project.exists(small + "/store.db") else { return }
        try? FileManager.default.removeItem(atPath: small + "/filler")
        let resumed = try await project.run(["status"] + options)
        #expect(resumed.status == 0, "\(resumed)")
        let record = try await project.record(database: small + "/store.db", artifacts: small + "/files")
        #expect(record.problems == [])
    }
}
