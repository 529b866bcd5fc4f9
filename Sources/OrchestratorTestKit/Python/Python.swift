internal import Foundation

/// Runs the Python of the checkout's virtual environment, which `scripts/setup.sh test` makes; without it any other.
package enum Python {
    /// The path is put together by hand: standardizing it would follow the link to the Python that the environment was made with.
    private static let environment = URL(
        filePath: URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardizedFileURL.path + "/.venv/bin/python3")

    /// What a script printed; `nil` where it failed.
    package static func run(_ arguments: [String], input: [UInt8]) -> [UInt8]? {
        let process = Process()
        let isReady = FileManager.default.isExecutableFile(atPath: environment.path)
        process.executableURL = isReady ? environment : URL(filePath: "/usr/bin/env")
        process.arguments = isReady ? arguments : ["python3"] + arguments
        // Not through a pipe: a script that ends before it has read would end this process by SIGPIPE, and all its tests.
        let file = FileManager.default.temporaryDirectory.appending(path: "python-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        guard (try? Data(input).write(to: file)) != nil, let stdin = try? FileHandle(forReadingFrom: file) else { return nil }
        let stdout = Pipe()
        process.standardInput = stdin
        process.standardOutput = stdout
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        let output = try? stdout.fileHandleForReading.readToEnd()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? Array(output ?? Data()) : nil
    }
}
