import Foundation
import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A process that was started. Its outputs go to files, so that it never waits for a reader.
final class Running: Sendable {
    let processID: Int32
    private let outputPath: String
    private let errorPath: String
    private let ending: AsyncStream<Ending>

    private struct Ending: Sendable {
        let status: Int32
        let wasSignalled: Bool
    }

    /// A process that takes longer than this is killed: the test fails by its status.
    static let deadline = 60.0

    init(
        _ executable: String, _ arguments: [String], in directory: String, environment: [String: String], outputs: String
    ) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: directory)
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        outputPath = outputs + ".out"
        errorPath = outputs + ".err"
        let handles = try [outputPath, errorPath].map { path in
            try Data().write(to: URL(fileURLWithPath: path))
            return try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        }
        process.standardOutput = handles[0]
        process.standardError = handles[1]
        let (stream, continuation) = AsyncStream.makeStream(of: Ending.self)
        ending = stream
        process.terminationHandler = { process in
            let wasSignalled = process.terminationReason == .uncaughtSignal
            continuation.yield(Ending(status: process.terminationStatus + (wasSignalled ? 128 : 0), wasSignalled: wasSignalled))
            continuation.finish()
        }
        try process.run()
        processID = process.processIdentifier
        for handle in handles { try handle.close() }
    }

    /// Sends a signal.
    func signal(_ number: Int32) { kill(processID, number) }

    /// What it has printed up to now.
    var output: String { Self.text(outputPath) }

    /// What it has said on standard error up to now.
    var errorOutput: String { Self.text(errorPath) }

    /// Waits for its end.
    func end() async -> Finished {
        let isOver = Mutex(false)
        let process = processID
        DispatchQueue.global().asyncAfter(deadline: .now() + Self.deadline) {
            if !isOver.withLock({ $0 }) { kill(process, SIGKILL) }
        }
        var last = Ending(status: -1, wasSignalled: false)
        for await ending in ending { last = ending }
        isOver.withLock { $0 = true }
        return Finished(
            status: last.status, wasSignalled: last.wasSignalled, output: Self.text(outputPath), errors: Self.text(errorPath))
    }

    private static func text(_ path: String) -> String {
        String(decoding: (try? Data(contentsOf: URL(fileURLWithPath: path))) ?? Data(), as: UTF8.self)
    }
}
