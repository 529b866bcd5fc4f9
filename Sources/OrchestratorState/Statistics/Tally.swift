internal import OrchestratorModel

/// What there is of a run, counted: kept in the run's row as it changes, and added to the totals of the store when it ends. So statistics cost
/// nothing that grows with the rows, and writers of different runs don't wait for each other.
struct Tally: Hashable, Sendable {
    /// By name; none is 0.
    private(set) var counts: [String: Int] = [:]

    init() {}

    /// Reads ``text``; what has not its form is passed over.
    init(text: String) {
        for entry in text.utf8.split(separator: UInt8(ascii: " ")) {
            guard let separator = entry.firstIndex(of: UInt8(ascii: "=")), let number = Int(Substring(entry[entry.index(after: separator)...]))
            else { continue }
            counts[String(Substring(entry[..<separator]))] = number
        }
    }

    /// The usage of an execution. What can be no usage counts as the next that can, so that sums stay far from their end.
    init(_ usage: Usage) {
        func possible(_ number: Int?) -> Int { Swift.min(Swift.max(number ?? 0, 0), Limits.usage) }
        add(possible(usage.inputTokens), to: .inputTokens)
        add(possible(usage.outputTokens), to: .outputTokens)
        add(possible(usage.costMicrodollars), to: .costMicrodollars)
    }

    /// `name=number`, in the order of the names, with spaces between.
    var text: String { counts.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ") }

    /// The text of the sum of this and the tally of a text, without reading all of that.
    func text(addedTo text: String) -> String {
        var bytes = Array(text.utf8)
        for (name, number) in counts { Self.add(number, to: name, in: &bytes) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func add(_ number: Int, to name: String, in text: inout [UInt8]) {
        let (space, sign) = (UInt8(ascii: " "), UInt8(ascii: "="))
        var start = 0
        while start < text.count {
            let end = text[start...].firstIndex(of: space) ?? text.count
            let separator = text[start..<end].firstIndex(of: sign) ?? end
            let known = text[start..<separator]
            if known.elementsEqual(name.utf8) {
                let sum = (Int(String(decoding: text[min(separator + 1, end)..<end], as: UTF8.self)) ?? 0).addingClamped(number)
                if sum != 0 { return text.replaceSubrange(separator..<end, with: "=\(sum)".utf8) }
                // With the space on one of its sides.
                return text.removeSubrange(end < text.count ? start..<end + 1 : max(0, start - 1)..<end)
            }
            if name.utf8.lexicographicallyPrecedes(known) { return text.insert(contentsOf: "\(name)=\(number) ".utf8, at: start) }
            start = end + 1
        }
        text.append(contentsOf: text.isEmpty ? "\(name)=\(number)".utf8 : " \(name)=\(number)".utf8)
    }

    var isEmpty: Bool { counts.isEmpty }

    subscript(_ key: Key) -> Int { counts[key.name] ?? 0 }

    mutating func add(_ number: Int, to key: Key) { add(number, to: key.name) }

    mutating func add(_ number: Int, to name: String) {
        let sum = (counts[name] ?? 0).addingClamped(number)
        counts[name] = sum == 0 ? nil : sum
    }

    static func += (tally: inout Tally, other: Tally) {
        for (name, number) in other.counts { tally.add(number, to: name) }
    }

    static func + (left: Tally, right: Tally) -> Tally {
        var sum = left
        sum += right
        return sum
    }

    static func - (left: Tally, right: Tally) -> Tally {
        var difference = left
        for (name, number) in right.counts { difference.add(number == .min ? .max : -number, to: name) }
        return difference
    }

    /// What a run of this tally adds to the totals.
    func contribution(of status: Run.Status, events: Int) -> Tally {
        var result = self
        result.add(1, to: .runs(status))
        result.add(events, to: .events)
        return result
    }

    /// What is counted.
    enum Key {
        /// In totals alone.
        case runs(Run.Status)
        /// In totals alone.
        case events
        case phases(Phase.Status, Phase.Size)
        /// Completed phases by how many passes they took.
        case passesToGreen(Int)
        case executions(Execution.Status)
        case findings(Severity, Finding.Category, isResolved: Bool)
        /// Microseconds in that status, until it was left.
        case time(Run.Status)
        case inputTokens
        case outputTokens
        case costMicrodollars
        case artifacts
        /// As they were written.
        case artifactBytes

        var name: String {
            switch self {
            case .runs(let status): "runs.\(status.rawValue)"
            case .events: "events"
            case .phases(let status, let size): "phases.\(status.rawValue).\(size.rawValue)"
            case .passesToGreen(let passes): "\(Self.passesToGreen)\(passes)"
            case .executions(let status): "executions.\(status.rawValue)"
            case .findings(let severity, let category, let isResolved):
                "findings.\(severity.rawValue).\(category.rawValue).\(isResolved ? "resolved" : "open")"
            case .time(let status): "time.\(status.rawValue)"
            case .inputTokens: "usage.input_tokens"
            case .outputTokens: "usage.output_tokens"
            case .costMicrodollars: "usage.cost_microdollars"
            case .artifacts: "artifacts.count"
            case .artifactBytes: "artifacts.bytes"
            }
        }

        static let passesToGreen = "passes."
    }

    /// How many phases took how many passes.
    var passesToGreen: [Int: Int] {
        var result: [Int: Int] = [:]
        for (name, number) in counts where name.hasPrefix(Key.passesToGreen) {
            if let passes = Int(name.dropFirst(Key.passesToGreen.count)) { result[passes] = number }
        }
        return result
    }
}
