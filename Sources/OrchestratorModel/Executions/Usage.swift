/// What an execution consumed, as far as the agent tells.
public struct Usage: Hashable, Sendable, Codable {
    /// The model.
    public var model: String?
    /// Tokens read.
    public var inputTokens: Int?
    /// Tokens written.
    public var outputTokens: Int?
    /// Cost in millionths of a dollar.
    public var costMicrodollars: Int?

    /// Usage with the given values.
    public init(model: String? = nil, inputTokens: Int? = nil, outputTokens: Int? = nil, costMicrodollars: Int? = nil) {
        self.model = model
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
        self.costMicrodollars = costMicrodollars
    }

    enum CodingKeys: String, CodingKey {
        case model
        case inputTokens = "input_tokens"
        case outputTokens = "output_tokens"
        case costMicrodollars = "cost_microdollars"
    }
}
