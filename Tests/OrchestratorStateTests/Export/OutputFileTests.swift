import Foundation
import OrchestratorTestKit
import Testing

@testable import OrchestratorState

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Files that somebody asked for by name.
@Suite struct OutputFileTests {
    @Test func appearsOnceItIsComplete() throws {
        let directory = try TemporaryDirectory()
        let file = try OutputFile(at: directory.path("out.json"))
        try file.write(Array("one".utf8))
        #expect(!FileManager.default.fileExists(atPath: directory.path("out.json")))
        try file.publish()
        #expect(try directory.names() == ["out.json"])
        #expect(try directory.bytes("out.json") == Array("one".utf8))
    }

    @Test func leavesNothingWhereItWasGivenUp() throws {
        let directory = try TemporaryDirectory()
        do {
            let file = try OutputFile(at: directory.path("out.json"))
            try file.write(Array("half".utf8))
        }
        #expect(try directory.names().isEmpty)
    }

    private func kind(_ body: () throws -> Void) -> ArtifactError.Kind? {
        do { try body() } catch { return (error as? ArtifactError)?.kind }
        return nil
    }

    @Test func replacesOnlyWhereItMay() throws {
        let directory = try TemporaryDirectory()
        try directory.write([1], to: "out.json")
        #expect(kind { _ = try OutputFile(at: directory.path("out.json")) } == .taken)
        let file = try OutputFile(at: directory.path("out.json"), replacing: true)
        try file.write([2])
        #expect(try directory.bytes("out.json") == [1])
        try file.publish()
        #expect(try directory.bytes("out.json") == [2])
        // A file that came meanwhile is not replaced either.
        let late = try OutputFile(at: directory.path("late.json"))
        try directory.write([3], to: "late.json")
        #expect(kind { try late.publish() } == .taken)
        #expect(try directory.bytes("late.json") == [3])
    }

    @Test func replacesNoPipeAndNoDirectory() throws {
        let directory = try TemporaryDirectory()
        mkfifo(directory.path("pipe"), 0o600)
        #expect(kind { _ = try OutputFile(at: directory.path("pipe"), replacing: true) } == .io)
        #expect(kind { _ = try OutputFile(at: directory.path, replacing: true) } == .io)
        #expect(kind { _ = try OutputFile(at: directory.path("none/out.json")) } == .missing)
    }
}
