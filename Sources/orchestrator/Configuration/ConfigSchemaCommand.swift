import AgentOrchestrator
import ArgumentParser

/// `orchestrator config schema`
struct ConfigSchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "schema", abstract: "Print the JSON Schema, for editors.")

    /// What the schema is of.
    enum Document: String, ExpressibleByArgument, CaseIterable {
        case configuration, models, plan
    }

    @Argument(help: "What the schema is of.") var document = Document.configuration
    @OptionGroup var options: GlobalOptions
    @Flag(name: .long, help: "Print JSON, which this command always does.") var json = false

    func run() {
        switch document {
        case .configuration: JSONOutput.write(GeneratedFiles.schema)
        case .models: JSONOutput.write(GeneratedFiles.modelsSchema)
        case .plan: JSONOutput.write(GeneratedFiles.planSchema)
        }
    }
}
