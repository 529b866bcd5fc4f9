import Foundation

/// A program that is run to its end.
enum Command {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// What the command prints on standard output.
    ///
    /// - Throws: ``Failure`` with what it printed on standard error, where it does not end well.
    static func output(of arguments: [String], input: String = "") throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        // Files, since a pipe that nobody reads holds a talkative command up.
        let directory = FileManager.default.temporaryDirectory.appending(path: "tidy-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let names = ["input", "output", "error"].map { directory.appending(path: $0) }
        try Data(input.utf8).write(to: names[0])
        for name in names[1...] { try Data().write(to: name) }
        process.standardInput = try FileHandle(forReadingFrom: names[0])
        process.standardOutput = try FileHandle(forWritingTo: names[1])
        process.standardError = try FileHandle(forWritingTo: names[2])
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            let message = String(decoding: try Data(contentsOf: names[2]), as: UTF8.self)
            throw Failure(description: "'\(arguments.joined(separator: " "))' ended with \(process.terminationStatus): \(message)")
        }
        return String(decoding: try Data(contentsOf: names[1]), as: UTF8.self)
    }
}
