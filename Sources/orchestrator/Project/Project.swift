import AgentOrchestrator
import Foundation

/// The directory that `init` writes into: the one named, else the repository around the working directory, else the working directory.
struct Project {
    let directory: String
    let isRepository: Bool
    let detected: DetectedTools

    init(_ options: GlobalOptions) throws {
        let start = FilePath.absolute(options.project ?? FileManager.default.currentDirectoryPath)
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: start, isDirectory: &isDirectory), isDirectory.boolValue else {
            throw Failure(.usage, "\(Printable.escaped(start)) is no directory")
        }
        let repository = Self.repository(around: start)
        isRepository = repository != nil
        directory = options.project == nil ? repository ?? start : start
        detected = DetectedTools(ProjectFiles(directory: directory))
    }

    private static func repository(around directory: String) -> String? {
        var url = URL(fileURLWithPath: directory)
        while !FileManager.default.fileExists(atPath: url.appendingPathComponent(".git").path) {
            guard url.path != "/" else { return nil }
            url.deleteLastPathComponent()
        }
        return url.path
    }

    /// Writes what is not there yet, and says what it did.
    func write(_ templates: [Template], dryRun: Bool) throws {
        let name = Printable.escaped(directory)
        Console.output(dryRun ? "in \(name) this would be done:" : "in \(name):")
        for template in templates { Console.output("  " + (try write(template, dryRun: dryRun))) }
        for line in detected.sentences { Console.output("  \(line)") }
    }

    private func write(_ template: Template, dryRun: Bool) throws -> String {
        let path = directory + "/" + template.path
        let known = FileManager.default.contents(atPath: path)
        guard let known else {
            if !dryRun { try save(Data(template.text.utf8), path) }
            return "\(Console.outputs.styled(dryRun ? "write" : "wrote", .green)) \(template.path)"
        }
        let missing = template.isAppended ? template.missingLines(in: String(decoding: known, as: UTF8.self)) : []
        guard !missing.isEmpty else { return "left \(template.path) as it is" }
        if !dryRun {
            let end = known.last.map { $0 == UInt8(ascii: "\n") ? "" : "\n" } ?? ""
            try save(known + Data((end + missing.map { $0 + "\n" }.joined()).utf8), path)
        }
        return "\(dryRun ? "add" : "added") to \(template.path): \(missing.joined(separator: ", "))"
    }

    private func save(_ data: Data, _ path: String) throws {
        do {
            let parent = URL(fileURLWithPath: path).deletingLastPathComponent()
            try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
            try data.write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw Failure(.failure, "\(Printable.escaped(path)) can't be written", cause: String(describing: error))
        }
    }
}
