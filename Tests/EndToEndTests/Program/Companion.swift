import Foundation
import Testing

/// A process that says one line when it is ready, takes lines, and ends with its standard input.
final class Companion: Sendable {
    /// What it said when it was ready.
    let line: String
    private let process: Process
    private let input = Pipe()

    init(_ command: String...) throws {
        let (process, output) = (Process(), Pipe())
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        self.process = process
        var line: [UInt8] = []
        while let byte = try output.fileHandleForReading.read(upToCount: 1)?.first, byte != UInt8(ascii: "\n") { line.append(byte) }
        self.line = String(decoding: line, as: UTF8.self)
        try #require(!line.isEmpty, "\(command) did not begin: see above")
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// Gives it a line.
    func tell(_ line: String) throws { try input.fileHandleForWriting.write(contentsOf: Data((line + "\n").utf8)) }
}
