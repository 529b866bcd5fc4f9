extension Configuration {
    /// The language model of the orchestrator itself.
    public struct LanguageModel: Sendable {
        /// The server.
        public var host = ServerURL("http://localhost:11434")
        /// The model's name.
        public var model = "llama3.2:latest"
        /// The sampling temperature.
        public var temperature = 0.7
        /// Tokens in an answer.
        public var maxTokens = 4000
        /// The model that makes embeddings.
        public var embeddingModel = "nomic-embed-text"

        static let schema = Section<Self>([
            .key("host", \.host, .url, "The server."),
            .key("model", \.model, .word, "The model's name."),
            .key("temperature", \.temperature, .decimal(0...2), "The sampling temperature."),
            .key("max_tokens", \.maxTokens, .integer(atLeast: 1), "Tokens in an answer."),
            .key("embedding_model", \.embeddingModel, .word, "The model that makes embeddings."),
        ])
    }

    /// The models file.
    public struct Models: Sendable {
        /// The models of the parts of the orchestrator.
        public var primaryModels = PrimaryModels()
        /// What is used where a primary model is out of reach, in this order.
        public var fallbackModels: [FallbackModel] = []
        /// Parameters of every request.
        public var generationDefaults = GenerationDefaults()
        /// The Ollama server.
        public var ollama = Ollama()
        /// Looking whether the server is there.
        public var healthCheck = HealthCheck()
        /// Leaving a server alone that keeps failing.
        public var circuitBreaker = CircuitBreaker()
        /// Parameters for single models.
        public var modelOverrides: [String: ModelParameters] = [:]

        static let schema = Section<Self>([
            .section("primary_models", \.primaryModels, PrimaryModels.schema, "The models of the parts of the orchestrator."),
            .list(
                "fallback_models", \.fallbackModels, of: FallbackModel.schema, entry: { FallbackModel() },
                "What is used where a primary model is out of reach, in this order."),
            .section("generation_defaults", \.generationDefaults, GenerationDefaults.schema, "Parameters of every request."),
            .section("ollama", \.ollama, Ollama.schema, "The Ollama server."),
            .section("health_check", \.healthCheck, HealthCheck.schema, "Looking whether the server is there."),
            .section("circuit_breaker", \.circuitBreaker, CircuitBreaker.schema, "Leaving a server alone that keeps failing."),
            .dictionary(
                "model_overrides", \.modelOverrides, of: ModelParameters.schema, naming: "the name of a model",
                entry: { ModelParameters() },
                "Parameters for single models, by the model's name."),
        ])
    }

    /// The models of the parts of the orchestrator.
    public struct PrimaryModels: Sendable {
        /// What plans.
        public var planner = PrimaryModel()
        /// What writes specs.
        public var specGenerator = PrimaryModel()
        /// What makes embeddings.
        public var embeddings = PrimaryModel()

        static let schema = Section<Self>([
            .section("planner", \.planner, PrimaryModel.schema, "What plans."),
            .section("spec_generator", \.specGenerator, PrimaryModel.schema, "What writes specs."),
            .section("embeddings", \.embeddings, PrimaryModel.schema, "What makes embeddings."),
        ])
    }

    /// One model with its purpose.
    public struct PrimaryModel: Sendable, Hashable {
        /// The model's name; `nil`: that of the section `llm`.
        public var name: String?
        /// What it is for.
        public var purpose: String?
        /// The sampling temperature.
        public var temperature: Double?
        /// Tokens in an answer.
        public var maxTokens: Int?
        /// What it is told before anything else.
        public var systemPrompt: String?
        /// Numbers in an embedding.
        public var dimensions: Int?
        /// Texts in a request.
        public var batchSize: Int?

        static let schema = Section<Self>([
            .key("name", \.name, .word, "The model's name. Absent: that of the section `llm`."),
            .key("purpose", \.purpose, .anyText, "What it is for, for the reader."),
            .key("temperature", \.temperature, .decimal(0...2), "The sampling temperature."),
            .key("max_tokens", \.maxTokens, .integer(atLeast: 1), "Tokens in an answer."),
            .key("system_prompt", \.systemPrompt, .anyText, "What it is told before anything else."),
            .key("dimensions", \.dimensions, .integer(atLeast: 1), "Numbers in an embedding."),
            .key("batch_size", \.batchSize, .integer(atLeast: 1), "Texts in a request."),
        ])
    }

    /// What is used where a primary model is out of reach.
    public struct FallbackModel: Sendable, Hashable {
        /// The model's name.
        public var name = ""
        /// When it is the right one.
        public var useCase: String?
        /// The memory it needs.
        public var vram: String?
        /// What else is to be known.
        public var notes: String?

        static let schema = Section<Self>([
            .key("name", \.name, .word, "The model's name.", isRequired: true),
            .key("use_case", \.useCase, .anyText, "When it is the right one, for the reader."),
            .key("vram", \.vram, .anyText, "The memory it needs, for the reader."),
            .key("notes", \.notes, .anyText, "What else is to be known, for the reader."),
        ])
    }

    /// Parameters of every request.
    public struct GenerationDefaults: Sendable, Hashable {
        /// The sampling temperature.
        public var temperature = 0.7
        /// The share of probability that is sampled from.
        public var topP = 0.9
        /// The number of tokens that is sampled from.
        public var topK = 40
        /// The penalty for repetition; 1: none.
        public var repeatPenalty = 1.1
        /// Tokens in the context.
        public var numCtx = 8192
        /// Tokens in an answer.
        public var numPredict = 4096

        static let schema = Section<Self>([
            .key("temperature", \.temperature, .decimal(0...2), "The sampling temperature."),
            .key("top_p", \.topP, .decimal(0...1), "The share of probability that is sampled from."),
            .key("top_k", \.topK, .integer(atLeast: 1), "The number of tokens that is sampled from."),
            .key("repeat_penalty", \.repeatPenalty, .decimal(0...10), "The penalty for repetition; 1 is none."),
            .key("num_ctx", \.numCtx, .integer(atLeast: 1), "Tokens in the context."),
            .key("num_predict", \.numPredict, .integer(atLeast: 1), "Tokens in an answer."),
        ])
    }

    /// Parameters for one model; what is `nil` comes from the defaults.
    public struct ModelParameters: Sendable, Hashable {
        /// The sampling temperature.
        public var temperature: Double?
        /// The share of probability that is sampled from.
        public var topP: Double?
        /// The number of tokens that is sampled from.
        public var topK: Int?
        /// The penalty for repetition; 1: none.
        public var repeatPenalty: Double?
        /// Tokens in the context.
        public var numCtx: Int?
        /// Tokens in an answer.
        public var numPredict: Int?
        /// Texts in a request.
        public var batchSize: Int?

        static let schema = Section<Self>([
            .key("temperature", \.temperature, .decimal(0...2), "The sampling temperature."),
            .key("top_p", \.topP, .decimal(0...1), "The share of probability that is sampled from."),
            .key("top_k", \.topK, .integer(atLeast: 1), "The number of tokens that is sampled from."),
            .key("repeat_penalty", \.repeatPenalty, .decimal(0...10), "The penalty for repetition; 1 is none."),
            .key("num_ctx", \.numCtx, .integer(atLeast: 1), "Tokens in the context."),
            .key("num_predict", \.numPredict, .integer(atLeast: 1), "Tokens in an answer."),
            .key("batch_size", \.batchSize, .integer(atLeast: 1), "Texts in a request."),
        ])
    }

    /// The Ollama server.
    public struct Ollama: Sendable {
        /// Its URL.
        public var host = ServerURL("http://localhost:11434")
        /// How long a request may take.
        public var timeout = Duration.seconds(300)
        /// How often a request is tried again.
        public var maxRetries = 3
        /// The pause before it is.
        public var retryDelay = Duration.seconds(2)
        /// How long a model stays loaded; `nil`: for ever.
        public var keepAlive: KeepAlive = .for(.seconds(300))

        static let schema = Section<Self>([
            .key("host", \.host, .url, "Its URL."),
            .key("timeout", \.timeout, .positiveSeconds, "How long a request may take."),
            .key("max_retries", \.maxRetries, .integer(atLeast: 0), "How often a request is tried again."),
            .key("retry_delay", \.retryDelay, .seconds, "The pause before it is."),
            .key("keep_alive", \.keepAlive, .keepAlive, "How long a model stays loaded; -1 is for ever."),
        ])
    }

    /// How long a model stays loaded.
    public enum KeepAlive: Sendable, Hashable {
        /// For that long after the last request.
        case `for`(Duration)
        /// For ever.
        case forever
    }

    /// Looking whether the server is there.
    public struct HealthCheck: Sendable {
        /// Whether it is looked.
        public var enabled = true
        /// How often.
        public var interval = Duration.seconds(60)
        /// The models that must be there.
        public var requiredModels: [String] = []

        static let schema = Section<Self>([
            .key("enabled", \.enabled, .bool, "Whether it is looked."),
            .key("interval", \.interval, .positiveSeconds, "How often."),
            .list("required_models", \.requiredModels, .word, "The models that must be there."),
        ])
    }

    /// Leaving a server alone that keeps failing.
    public struct CircuitBreaker: Sendable {
        /// Whether it is left alone.
        public var enabled = true
        /// After how many failures in a row.
        public var failureThreshold = 5
        /// How long.
        public var timeout = Duration.seconds(60)

        static let schema = Section<Self>([
            .key("enabled", \.enabled, .bool, "Whether it is left alone."),
            .key("failure_threshold", \.failureThreshold, .integer(atLeast: 1), "After how many failures in a row."),
            .key("timeout", \.timeout, .positiveSeconds, "How long."),
        ])
    }

    /// Parameters for single models.
    public struct ModelOverrides: Sendable {
        /// The temperature of the model that plans.
        public var plannerTemperature: Double?
        /// The temperature of the model that writes specs.
        public var specGeneratorTemperature: Double?
        /// Parameters by the model's name.
        public var models: [String: ModelParameters] = [:]

        static let schema = Section<Self>([
            .key("planner_temperature", \.plannerTemperature, .decimal(0...2), "The temperature of the model that plans."),
            .key(
                "spec_generator_temperature", \.specGeneratorTemperature, .decimal(0...2), "The temperature of the model that writes specs."
            ),
        ])
    }
}

extension Configuration.KeepAlive: SettingConvertible {
    init?(_ value: SettingValue) {
        switch value {
        case .integer: self = .forever
        case .duration(let duration): self = .for(duration)
        default: return nil
        }
    }

    var setting: SettingValue {
        switch self {
        case .for(let duration): .duration(duration)
        case .forever: .integer(-1)
        }
    }
}

extension Field {
    /// The one map that has keys of its own beside free names.
    static func overrides(
        _ name: String, _ property: any WritableKeyPath<Root, Configuration.ModelOverrides> & Sendable, _ documentation: String
    ) -> Self {
        let fixed = Configuration.ModelOverrides.schema, free = Configuration.ModelParameters.schema
        let shape = MapShape(
            keys: fixed.keys,
            additional: MapShape.Additional(
                shape: .map(free.shape(blank: { Configuration.ModelParameters() })), naming: "the name of a model"))
        return Field(
            key: Key(name: name, shape: .map(shape), documentation: documentation),
            bind: { root, merged, context in
                guard let map = merged?.map else { return }
                fixed.bind(&root[keyPath: property], merged, context)
                for name in map.order where shape[name] == nil {
                    var parameters = Configuration.ModelParameters()
                    free.bind(&parameters, map.members[name], context)
                    root[keyPath: property].models[name] = parameters
                }
            },
            value: { root in
                let overrides = root[keyPath: property]
                guard case .map(let members) = fixed.value(overrides) else { return .map([]) }
                let models = overrides.models.sorted { $0.key < $1.key }
                return .map(members + models.map { SettingValue.Member(name: $0.key, value: free.value($0.value)) })
            })
    }

    /// A path that may be absent.
    static func optionalPath(
        _ name: String, _ property: any WritableKeyPath<Root, String?> & Sendable, _ kind: ScalarType.PathKind, _ documentation: String
    ) -> Self {
        Field(
            key: Key(name: name, shape: .scalar(.path(kind)), documentation: documentation, isOptional: true),
            bind: { root, merged, _ in
                guard let setting = merged?.leaf else { return }
                root[keyPath: property] = String(setting.value).map { FilePaths.absolute($0, in: setting.place.source.directory) }
            },
            value: { $0[keyPath: property].setting })
    }
}
