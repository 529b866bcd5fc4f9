import OrchestratorTestKit

@testable import OrchestratorConfiguration

/// Small documents of right and wrong values under right and wrong keys; the same seed gives the same ones.
struct SampleDocuments {
    private var random: SeededGenerator

    init(seed: Int) {
        random = SeededGenerator(seed: seed)
    }

    /// A document in flow style, with up to four sections.
    mutating func next() -> String {
        map(ConfigurationLoader.shape, keys: Int.random(in: 1...4, using: &random), depth: 0) + "\n"
    }

    private mutating func map(_ shape: MapShape, keys count: Int, depth: Int) -> String {
        var members: [String] = []
        for key in shape.keys.shuffled(using: &random).prefix(count) {
            members.append("\(key.name): \(value(key.shape, isOptional: key.isOptional, depth: depth + 1))")
        }
        if let additional = shape.additional, Bool.random(using: &random) {
            members.append("\"free:name\": \(value(additional.shape, isOptional: false, depth: depth + 1))")
        }
        if Int.random(in: 0..<40, using: &random) == 0 { members.append("x-note: [1, {a: b}]") }
        if Int.random(in: 0..<60, using: &random) == 0, shape.additional == nil { members.append("chunk_sise: 3") }
        return "{\(members.joined(separator: ", "))}"
    }

    private mutating func value(_ shape: Shape, isOptional: Bool, depth: Int) -> String {
        if Int.random(in: 0..<30, using: &random) == 0 {
            return ["null", "[]", "{}", "[[1]]", "\"\""].randomElement(using: &random) ?? "null"
        }
        switch shape {
        case .scalar(let type): return candidates(type).randomElement(using: &random) ?? "null"
        case .map(let map): return self.map(map, keys: Int.random(in: 0...3, using: &random), depth: depth)
        case .list(let list):
            if case .keyed = list.merge, case .map(let entry) = list.element {
                let rest = MapShape(keys: entry.keys.filter { $0.name != "name" })
                let inner = self.map(rest, keys: 2, depth: depth).dropFirst().dropLast()
                let name = Int.random(in: 0..<8, using: &random) == 0 ? "" : "name: one\(inner.isEmpty ? "" : ", ")"
                return "[{\(name)\(inner)}]"
            }
            let elements = (0..<Int.random(in: 0...2, using: &random)).map { _ in value(list.element, isOptional: false, depth: depth + 1) }
            return "[\(elements.joined(separator: ", "))]"
        }
    }

    private func candidates(_ type: ScalarType) -> [String] {
        switch type {
        case .bool: return ["true", "false", "True", "FALSE", "yes", "1", "\"true\""]
        case .integer(let range):
            let below = range.lowerBound > .min ? [String(range.lowerBound - 1)] : []
            let above = range.upperBound < .max ? [String(range.upperBound + 1)] : ["9223372036854775808"]
            return below + above + [String(range.lowerBound), String(range.upperBound), "7", "7", "3.5", "\"3\"", "abc"]
        case .decimal: return ["0", "1", "0.5", "2", "-0.1", "10.5", "1e-1", "abc", "\"1\""]
        case .text: return ["word", "\"two words\"", "\"no\"", "\"  \"", "[a]", "{a: 1}"]
        case .duration:
            return ["5s", "1h30m", "0s", "0h0ms", "90", "0", "2.5", "-1", "1x", "\"5m\"", "\"5\"", "1m1h", "1.0005s", "9999999999", "1e3x"]
        case .size: return ["1MiB", "5", "0", "-1", "1.5MB", "0B", "\"7kB\"", "1234567B"]
        case .enumeration(let cases, _): return cases + [cases[0].lowercased(), "nope", "[\(cases[0])]"]
        case .path: return ["data/x", "\"\"", "[a]"]
        case .database: return ["sqlite:x.db", "\"postgresql://h/d\"", "mysql://x", "\"sqlite:\"", "word"]
        case .url: return ["http://h", "HTTPS://h:1/x", "ftp://h", "\"http:///\"", "\"http://a b\"", "word"]
        case .template: return ["\"a {summary}\"", "\"{nope}\"", "\"{}\\n{phase_title}\"", "\"a\\n{x}\"", "text"]
        case .keepAlive: return ["-1", "5m", "0", "3", "-2", "x"]
        }
    }
}
