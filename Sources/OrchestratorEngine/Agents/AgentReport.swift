internal import Foundation
internal import OrchestratorModel
internal import OrchestratorState

/// What an agent whose output is JSON says of its own work: the last JSON object that it printed.
///
/// Known names: `result`, `summary` or `message` for the summary; `model`; `usage.input_tokens`, `usage.output_tokens`; `total_cost_usd` or
/// `cost_usd`. Anything else, and a number that is negative or beyond ``Limits/usage``, is passed over, and an agent that prints none of it is fine.
struct AgentReport: Hashable, Sendable {
    let summary: String?
    let usage: Usage?

    /// - Parameter output: The tail of what the agent printed.
    init(output: String) {
        let object = Self.lastObject(in: output)
        summary = ["result", "summary", "message"].lazy.compactMap { object?[$0]?.string }.first
        let cost = object.flatMap { $0["total_cost_usd"] ?? $0["cost_usd"] }.flatMap(Self.number)
        let usage = Usage(
            model: object?["model"]?.string, inputTokens: (object?["usage"]?["input_tokens"]?.integer).flatMap(Self.possible),
            outputTokens: (object?["usage"]?["output_tokens"]?.integer).flatMap(Self.possible),
            costMicrodollars: cost.flatMap { Int64(exactly: ($0 * 1_000_000).rounded()) }.flatMap(Self.possible))
        self.usage = usage == Usage() ? nil : usage
    }

    /// A number that the store takes; `nil` for one that can't be true.
    private static func possible(_ number: Int64) -> Int? { number >= 0 && number <= Limits.usage ? Int(number) : nil }

    private static func number(_ value: JSONValue) -> Double? {
        switch value {
        case .integer(let number): Double(number)
        case .number(let number): number
        default: nil
        }
    }

    private static func lastObject(in output: String) -> JSONValue? {
        let text = output.trimmingCharacters(in: .whitespacesAndNewlines)
        if let whole = try? JSONValue(text: text), whole.object != nil { return whole }
        for line in text.split(whereSeparator: { $0 == "\n" || $0 == "\r\n" }).reversed() where line.hasPrefix("{") {
            if let value = try? JSONValue(text: String(line)), value.object != nil { return value }
        }
        return nil
    }
}
