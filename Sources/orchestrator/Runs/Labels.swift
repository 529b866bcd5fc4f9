import AgentOrchestrator

/// Reads labels as they are written on the command line.
enum Labels {
    static func parsed(_ labels: [String]) throws -> [String: String] {
        var result: [String: String] = [:]
        for label in labels {
            guard let separator = label.firstIndex(of: "="), separator != label.startIndex else {
                throw Failure(.usage, "--label takes KEY=VALUE, not '\(Printable.escaped(label))'")
            }
            result[String(label[..<separator])] = String(label[label.index(after: separator)...])
        }
        return result
    }
}
