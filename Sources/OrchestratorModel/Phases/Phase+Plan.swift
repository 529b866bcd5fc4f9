extension Phase {
    /// What a plan says of a phase besides its title, intent and size.
    public struct Plan: Hashable, Sendable, Codable {
        /// The files that the phase is about, relative to the repository.
        public var files: [String]
        /// What must be true when it is done.
        public var acceptanceCriteria: [String]
        /// What may go wrong.
        public var risks: [String]

        /// What else a plan that was taken over from another program says; `nil` for plans of this one, and left out of documents then.
        public var other: JSONValue?

        /// A plan with the given values.
        public init(files: [String] = [], acceptanceCriteria: [String] = [], risks: [String] = [], other: JSONValue? = nil) {
            self.files = files
            self.acceptanceCriteria = acceptanceCriteria
            self.risks = risks
            self.other = other
        }

        enum CodingKeys: String, CodingKey {
            case files, risks, other
            case acceptanceCriteria = "acceptance_criteria"
        }

        /// Encodes the plan.
        public func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(files, forKey: .files)
            try container.encode(acceptanceCriteria, forKey: .acceptanceCriteria)
            try container.encode(risks, forKey: .risks)
            if let other { try container.encode(other, forKey: .other) }
        }
    }
}
