public import OrchestratorModel

/// The files that are made from the schema. A test holds the committed ones against them.
public enum GeneratedFiles {
    /// The commented template, `config/orchestrator-config.yaml`.
    public static var template: String { ConfigurationTemplate.project }

    /// The commented models file, `config/models.yaml`.
    public static var modelsTemplate: String { ConfigurationTemplate.models }

    /// The JSON Schema of the configuration files, `config/orchestrator-config.schema.json`.
    public static var schema: JSONValue {
        var document = JSONSchemaDocument(oldNames: ConfigurationLoader.oldNames, in: ConfigurationLoader.shape)
        document.defaults = Configuration.defaults
        document.looseSections = OldNames.ignoredSections + ["paths"]
        return document.document(ConfigurationLoader.shape, title: "Configuration of the Agent Orchestrator")
    }

    /// The JSON Schema of the models file, `config/models.schema.json`.
    public static var modelsSchema: JSONValue {
        var document = JSONSchemaDocument(in: Configuration.Models.schema.shape)
        document.defaults = Configuration.defaults["models"] ?? .null
        return document.document(Configuration.Models.schema.shape, title: "Models file of the Agent Orchestrator")
    }

    /// The JSON Schema of plans, `config/plan.schema.json`.
    public static var planSchema: JSONValue {
        JSONSchemaDocument(in: PlanDocument.schema.shape).document(PlanDocument.schema.shape, title: "Plan of the Agent Orchestrator")
    }

    /// The troubleshooting table of `docs/CONFIGURATION.md`.
    public static var troubleshooting: String { ConfigurationReference.troubleshooting }

    /// The tables of `docs/CONFIGURATION.md`.
    public static var reference: String { ConfigurationReference.tables }
}
