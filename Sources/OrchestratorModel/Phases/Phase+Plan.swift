extension Phase {
    /// What a plan says of a phase besides its title, intent and size.
    public struct Plan: Hashable, Sendable, Codable {
        /// The files that the phase is about, relative to the repository.
        public var files: [String]
        /// What must be true when it is done.
        public var acceptanceCriteria: [String]
        /// What may go wrong.
        public var risks: [String]

        /// A plan with the given values.
        public init(files: [String] = [], acceptanceCriteria: [String] = [], risks: [String] = []) {
            self.files = files
            self.acceptanceCriteria = acceptanceCriteria
            self.risks = risks
        }

        enum CodingKeys: String, CodingKey {
            case files, risks
            case acceptanceCriteria = "acceptance_criteria"
        }
    }
}
