import Foundation

/// The program as it was built: what every test here drives.
enum Executable {
    static let path: String = {
        if let path = ProcessInfo.processInfo.environment["ORCHESTRATOR_EXECUTABLE"], !path.isEmpty { return path }
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let places = [
            // Where the tests are, there is the program that was built with them.
            URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent(),
            Bundle.main.bundleURL, root.appending(path: ".build/debug"),
        ]
        let candidates = places.map { $0.appending(path: "orchestrator").path }
        return candidates.first { FileManager.default.isExecutableFile(atPath: $0) } ?? "orchestrator"
    }()
}
