public import OrchestratorModel

/// Where a value came from.
public struct Origin: Hashable, Sendable, CustomStringConvertible {
    /// The layer.
    public let layer: Layer
    /// The file, relative to the working directory where it lies below it.
    public let file: String?
    /// The line, from 1.
    public let line: Int?
    /// The column in Unicode scalars, from 1.
    public let column: Int?
    /// The environment variable.
    public let variable: String?
    /// The argument, masked where it may hold a secret.
    public let argument: String?

    /// What nothing but the defaults says.
    static let defaults = Origin(layer: .defaults)

    private init(layer: Layer) {
        self.layer = layer
        file = nil
        line = nil
        column = nil
        variable = nil
        argument = nil
    }

    init(_ place: Place) {
        layer = place.source.layer
        var file: String?
        var position: (line: Int, column: Int)?
        var variable: String?
        var argument: String?
        switch place.source.kind {
        case .file:
            file = place.source.name
            position = place.source.position(of: place.range.lowerBound)
        case .variable(let name): variable = name
        case .argument(let text): argument = text
        case .schema: break
        }
        self.file = file
        line = position?.line
        column = position?.column
        self.variable = variable
        self.argument = argument
    }

    /// `config/orchestrator-config.yaml:3:5`, a variable, `--set …`, or `default`.
    public var description: String {
        if let file {
            return [Printable.escaped(file), line.map(String.init), column.map(String.init)].compactMap { $0 }.joined(separator: ":")
        }
        if let variable { return Printable.escaped(variable) }
        if let argument { return "--set \(Printable.escaped(argument))" }
        return "default"
    }

    /// The form in `config explain --json`: every name is there, absent values are `null`.
    public var json: JSONValue {
        [
            "layer": .string(layer.description), "file": JSONValue(file), "line": JSONValue(line), "column": JSONValue(column),
            "variable": JSONValue(variable), "argument": JSONValue(argument),
        ]
    }
}
