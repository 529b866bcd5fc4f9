public import OrchestratorModel

extension Diagnostic: Encodable {
    /// Writes every name, `null` for what is absent.
    public func encode(to encoder: any Encoder) throws {
        try json.encode(to: encoder)
    }

    /// The form that `--json` prints: every name is there, absent values are `null`.
    public var json: JSONValue {
        [
            "severity": .string(severity.rawValue), "code": .string(code), "path": JSONValue(path), "message": .string(message),
            "file": JSONValue(file), "line": JSONValue(line), "column": JSONValue(column), "variable": JSONValue(variable),
            "argument": JSONValue(argument), "help": JSONValue(help),
        ]
    }

    /// The report of `config validate --json`: `{"valid": …, "diagnostics": […]}`.
    public static func report(_ diagnostics: [Diagnostic]) -> JSONValue {
        ["valid": .bool(!diagnostics.contains { $0.severity == .error }), "diagnostics": .array(diagnostics.map(\.json))]
    }
}

extension Diagnostic: Decodable {
    private enum CodingKeys: String, CodingKey {
        case severity, code, path, message, file, line, column, variable, argument, help
    }

    /// Reads the form that ``encode(to:)`` writes.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            try container.decode(Severity.self, forKey: .severity), code: try container.decode(String.self, forKey: .code),
            path: try container.decodeIfPresent(String.self, forKey: .path), message: try container.decode(String.self, forKey: .message),
            file: try container.decodeIfPresent(String.self, forKey: .file), line: try container.decodeIfPresent(Int.self, forKey: .line),
            column: try container.decodeIfPresent(Int.self, forKey: .column),
            variable: try container.decodeIfPresent(String.self, forKey: .variable),
            argument: try container.decodeIfPresent(String.self, forKey: .argument),
            help: try container.decodeIfPresent(String.self, forKey: .help))
    }
}
