import Foundation

/// Another program's store, in a Python process that answers how long its writes took.
final class Peer {
    let name: String
    private let process = Process()
    private let input = Pipe()
    private let output: FileHandle
    private var buffer = Data()

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Starts a script of the directory `Peers` with the interpreter that `BENCHMARK_PYTHON` names.
    init(_ name: String, script: String, directory: String) throws {
        guard let python = ProcessInfo.processInfo.environment["BENCHMARK_PYTHON"] else {
            throw Failure(description: "BENCHMARK_PYTHON is not set: 'make benchmark' sets it")
        }
        self.name = name
        let pipe = Pipe()
        output = pipe.fileHandleForReading
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = ["Peers/\(script).py", directory]
        process.standardInput = input
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        // What a library prints while it starts is passed over.
        while try line() != "ready" {}
    }

    /// The time of one write, where so many callers do so many writes in all.
    func write(callers: Int, writes: Int) throws -> Duration {
        input.fileHandleForWriting.write(Data("\(callers) \(writes)\n".utf8))
        while true {
            if let seconds = Double(try line()) { return .seconds(seconds) / writes }
        }
    }

    /// Ends the process.
    func close() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    private func line() throws -> String {
        while true {
            if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
                defer { buffer = buffer[(end + 1)...] }
                return String(decoding: buffer[..<end], as: UTF8.self)
            }
            let chunk = output.availableData
            guard !chunk.isEmpty else { throw Failure(description: "the peer '\(name)' has ended") }
            buffer += chunk
        }
    }
}
