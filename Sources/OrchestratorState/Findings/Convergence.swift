/// Whether the passes of a phase get anywhere: what each verified pass did to the findings.
public struct Convergence: Hashable, Sendable, Encodable {
    /// The verified passes, ascending.
    public let passes: [Pass]

    /// What one verified pass did to the findings of its phase.
    public struct Pass: Hashable, Sendable, Encodable {
        /// The number of the pass.
        public let number: Int
        /// Findings that it was the first to report.
        public internal(set) var new = 0
        /// Findings known from the pass before that still stand, also those whose check did not run to its end.
        public internal(set) var persisting = 0
        /// Findings that were gone and that it reported again.
        public internal(set) var regressed = 0
        /// Findings that are gone: their check ran to its end and did not report them.
        public internal(set) var fixed = 0
        /// Findings that a human had decided to live with.
        public internal(set) var waived = 0
        /// The earlier pass after which exactly the same findings stood, with others in between: the phase goes round in circles.
        public internal(set) var returnsTo: Int?
        /// Whether a human has answered a question since the verified pass before.
        public let followsAnswer: Bool

        init(number: Int, followsAnswer: Bool) {
            self.number = number
            self.followsAnswer = followsAnswer
        }

        /// How many findings stand after it, waived ones not counted.
        public var unresolved: Int { new + persisting + regressed }

        /// Whether it got the phase further: it fixed something, and did not just come back to what stood before.
        public var isProgress: Bool { fixed > 0 && returnsTo == nil }

        /// Adds what the pass did to other findings.
        mutating func add(_ other: Pass) {
            new += other.new
            persisting += other.persisting
            regressed += other.regressed
            fixed += other.fixed
            waived += other.waived
        }

        mutating func count(_ state: TrackedFinding.State) {
            switch state {
            case .new: new += 1
            case .persisting: persisting += 1
            case .regressed: regressed += 1
            case .fixed: fixed += 1
            case .waived: waived += 1
            }
        }

        enum CodingKeys: String, CodingKey {
            case new, persisting, regressed, fixed, waived, unresolved
            case number = "pass_number"
            case returnsTo = "returns_to"
            case followsAnswer = "follows_answer"
        }

        /// Encodes the counts; what is absent is `null`.
        public func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(number, forKey: .number)
            try container.encode(new, forKey: .new)
            try container.encode(persisting, forKey: .persisting)
            try container.encode(regressed, forKey: .regressed)
            try container.encode(fixed, forKey: .fixed)
            try container.encode(waived, forKey: .waived)
            try container.encode(unresolved, forKey: .unresolved)
            try container.encode(returnsTo, forKey: .returnsTo)
            try container.encode(followsAnswer, forKey: .followsAnswer)
        }
    }

    /// - Parameter standing: Of each pass the findings that stand after it.
    init(_ passes: [Pass], standing: [StandingFindings]) {
        var passes = passes
        for (index, now) in standing.enumerated() where !now.isEmpty {
            let earlier = standing[..<index].lastIndex(of: now)
            if let earlier, standing[earlier..<index].contains(where: { $0 != now }) { passes[index].returnsTo = passes[earlier].number }
        }
        self.passes = passes
    }

    /// How many verified passes in a row, up to the last one, had findings to fix and got nowhere. What came before the last answer of a human
    /// does not count.
    public var stalledPasses: Int {
        var count = 0
        for index in passes.indices.reversed() {
            let isFirst = index == 0 || passes[index - 1].unresolved == 0
            guard !isFirst, !passes[index].isProgress, passes[index].unresolved > 0 else { break }
            count += 1
            if passes[index].followsAnswer { break }
        }
        return count
    }

    /// The last pass after which the same findings stood as after an earlier one, with others in between; `nil` where there is none.
    public var oscillation: Pass? { passes.last { $0.returnsTo != nil } }

    enum CodingKeys: String, CodingKey {
        case passes
        case stalledPasses = "stalled_passes"
    }

    /// Encodes the passes, and how many of them got nowhere.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(passes, forKey: .passes)
        try container.encode(stalledPasses, forKey: .stalledPasses)
    }
}
