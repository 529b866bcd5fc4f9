import Foundation
import OrchestratorTestKit
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The program `StoreWorker`, which was built with the tests.
struct WorkerProcess {
    let scenario: String
    let directory: TemporaryDirectory
    var environment: [String: String] = [:]

    /// The directory that the worker writes to, and that its faults are about.
    var root: String { directory.path("root") }

    init(_ scenario: String, _ environment: [String: String] = [:], in directory: TemporaryDirectory? = nil) throws {
        self.scenario = scenario
        self.environment = environment
        self.directory = try directory ?? TemporaryDirectory(inMemory: true)
        for name in ["root", "stash"] {
            try FileManager.default.createDirectory(atPath: self.directory.path(name), withIntermediateDirectories: true)
        }
    }

    var database: String { root + (scenario == "fresh" ? "/deep/er/state.db" : "/state.db") }

    /// Where the program is: in the directory of the tests' own program.
    static let path: String = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let places = [
            URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent(),
            root.appending(path: ".build/debug"),
        ]
        let candidates = places.map { $0.appending(path: "StoreWorker").path }
        return candidates.first { FileManager.default.isExecutableFile(atPath: $0) } ?? "StoreWorker"
    }()

    private func start(_ extra: [String: String]) throws -> (process: Process, output: FileHandle) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.path)
        process.arguments = [scenario, root]
        let own = ["FAULT_ROOT": root, "FAULT_STASH": directory.path("stash"), "PATH": "/usr/bin:/bin"]
        process.environment = own.merging(environment) { $1 }.merging(extra) { $1 }
        (process.standardInput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        return (process, output.fileHandleForReading)
    }

    /// Runs the worker to its end, or until it has said so many lines: then it is killed.
    func run(_ extra: [String: String] = [:], killedAfter lines: Int? = nil) async throws -> WorkerReport {
        let (process, output) = try start(extra)
        return await withCheckedContinuation { continuation in
            // Reading blocks a thread, which must not be one of those that all tests share.
            DispatchQueue.global().async {
                var bytes = Data()
                if let lines {
                    while bytes.count(where: { $0 == UInt8(ascii: "\n") }) < lines, case let piece = output.availableData, !piece.isEmpty { bytes += piece }
                    kill(process.processIdentifier, SIGKILL)
                }
                bytes += output.readDataToEndOfFile()
                process.waitUntilExit()
                let signal = process.terminationReason == .uncaughtSignal ? process.terminationStatus : nil
                continuation.resume(
                    returning: WorkerReport(text: String(decoding: bytes, as: UTF8.self), signal: signal, status: process.terminationStatus))
            }
        }
    }
}
