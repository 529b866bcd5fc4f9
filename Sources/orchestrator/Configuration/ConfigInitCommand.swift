import AgentOrchestrator
import ArgumentParser

/// `orchestrator config init`
struct ConfigInitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Write the commented configuration, and its JSON Schema beside it.",
        discussion: "A configuration that is there already is left alone.")

    @OptionGroup var options: GlobalOptions
    @Flag(name: .long, help: "Print JSON.") var json = false

    func run() throws {
        let request = options.request
        guard let path = request.file(of: .project) else { throw Failure(.usage, "there is no project here") }
        let directory = path.split(separator: "/").dropLast().map { "/\($0)" }.joined()
        do {
            try AtomicFile.replace(path, with: Array(GeneratedFiles.template.utf8), expecting: nil)
        } catch .changedMeanwhile {
            throw Failure(
                .failure,
                "\(Printable.escaped(request.shortened(path))) is there already\nhelp: 'orchestrator config set KEY VALUE' changes it")
        } catch {
            throw Failure(.failure, error.description)
        }
        let schema = "\(directory)/orchestrator-config.schema.json"
        // The schema is the program's own and may be of an older version: what stands there is replaced.
        try replace(schema, with: GeneratedFiles.schema.prettyText + "\n")
        let written = [path, schema].map { request.shortened($0) }
        if json { return JSONOutput.write(["files": .array(written.map(JSONValue.string)), "next": nil]) }
        for name in written { Console.output("wrote \(Printable.escaped(name))") }
    }

    private func replace(_ path: String, with text: String) throws {
        do {
            try AtomicFile.replace(path, with: Array(text.utf8))
        } catch {
            throw Failure(.failure, error.description)
        }
    }
}
