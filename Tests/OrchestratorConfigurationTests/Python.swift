import Foundation

/// Runs the Python of the checkout's virtual environment, which `scripts/setup.sh test` makes; without it any other.
enum Python {
    private static let environment = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../.venv/bin/python3").standardizedFileURL

    static func run(_ arguments: [String], input: Data) -> Data? {
        let process = Process()
        let isReady = FileManager.default.isExecutableFile(atPath: environment.path)
        process.executableURL = isReady ? environment : URL(filePath: "/usr/bin/env")
        process.arguments = isReady ? arguments : ["python3"] + arguments
        let (stdin, stdout) = (Pipe(), Pipe())
        process.standardInput = stdin
        process.standardOutput = stdout
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        // The judge reads all of its input before it writes, so the pipes can't wait for each other.
        try? stdin.fileHandleForWriting.write(contentsOf: input)
        try? stdin.fileHandleForWriting.close()
        let output = try? stdout.fileHandleForReading.readToEnd()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? output ?? Data() : nil
    }
}
