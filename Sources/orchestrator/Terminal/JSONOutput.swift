import AgentOrchestrator
import Foundation

/// Prints documents: one on standard output, with one member a line.
enum JSONOutput {
    /// A value as JSON.
    static func value(_ value: some Encodable) throws -> JSONValue {
        try JSONValue(encoding: value)
    }

    /// A document on one line.
    static func writeLine(_ value: some Encodable) throws {
        Console.output(safe(try self.value(value).canonicalText))
    }

    /// A terminal gets no character that it would obey; programs get the canonical text.
    static func safe(_ text: String) -> String { Console.outputs.isTerminal ? Printable.json(text) : text }

    static func write(_ value: JSONValue) {
        Console.output(safe(value.prettyText))
    }

    static func write(_ value: some Encodable) throws {
        write(try self.value(value))
    }

    /// A list as every list is printed: `{"<plural>": […], "next": cursor}`.
    static func writeList<Element: Encodable & SendableMetatype>(
        _ plural: String, _ elements: [Element], next: String? = nil
    ) throws {
        write(.object([plural: .array(try elements.map(value)), "next": JSONValue(next)]))
    }
}
