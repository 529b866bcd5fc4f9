import AgentOrchestrator
import ArgumentParser

/// `orchestrator config layers`
struct ConfigLayersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "layers", abstract: "List where settings come from, lowest first.")

    @OptionGroup var options: GlobalOptions
    @Flag(name: .long, help: "Print JSON.") var json = false

    func run() throws {
        let layers = try Configuration.load(options.request).layers
        if json {
            let list = layers.map { layer in
                JSONValue.object([
                    "layer": .string(layer.layer.description), "path": JSONValue(layer.path), "found": .bool(layer.isFound),
                    "note": .string(layer.note),
                ])
            }
            return JSONOutput.write(["layers": .array(list), "next": nil])
        }
        for layer in layers { Console.output(line(layer)) }
    }

    private func line(_ layer: LayerReport) -> String {
        let name = layer.layer.description.padded(to: 12)
        let path = layer.path.map { Printable.escaped(options.request.shortened($0)) }
        let note = layer.note.isEmpty ? nil : "(\(layer.note))"
        let text = "\(layer.isFound ? "+" : "-") \(name) \([path, note].compactMap { $0 }.joined(separator: " "))"
        return layer.isFound ? text : Console.outputs.styled(text, .dim)
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
