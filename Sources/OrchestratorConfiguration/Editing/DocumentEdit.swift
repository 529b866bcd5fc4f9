import OrchestratorModel

/// The smallest change of a document's text that gives one setting a value: every other byte stays.
///
/// The change is found from the places of the nodes, made in the text, and proved: the new text is parsed and must say what the old one said
/// but for this one value.
public struct DocumentEdit: Sendable {
    /// The text with the change.
    public let text: [UInt8]
    /// The text was as wanted already.
    public var isUnchanged: Bool { text == original }
    private let original: [UInt8]

    /// Gives a setting a value in the text of a configuration file.
    ///
    /// - Parameters:
    ///   - key: The dotted name of a setting.
    ///   - value: A scalar as it is; a list or a map in YAML's flow style or as JSON.
    ///   - original: The file, as its bytes; empty for a new one.
    ///   - name: How the file is called in diagnostics.
    /// - Throws: ``ConfigurationProblems`` where the key or the value is wrong, the file can't be read, or the change can't be made safely,
    ///   with what to do by hand.
    public static func setting(
        _ key: String, to value: String, in original: [UInt8], name: String
    ) throws(ConfigurationProblems) -> DocumentEdit {
        var problems = ProblemList()
        guard let text = edited(key, value, original, name, &problems), !problems.hasErrors else {
            throw ConfigurationProblems(diagnostics: problems.diagnostics)
        }
        return DocumentEdit(text: text, original: original)
    }

    private static func edited(
        _ key: String, _ value: String, _ original: [UInt8], _ name: String, _ problems: inout ProblemList
    ) -> [UInt8]? {
        guard let wanted = WantedValue(key, value, &problems) else { return nil }
        guard let source = Source.file(name, original, layer: .project, directory: "/", name: name, problems: &problems) else { return nil }
        let root = YAMLComposer.compose(source, problems: &problems)
        if problems.hasErrors { return nil }
        if let root, let old = wanted.oldName(in: root) {
            problems.report(
                .oldName, path: wanted.path, at: old.place, reveals: true, "the file says this under its old name '\(old.name)'",
                help: "rename it to '\(wanted.path)' there first")
            return nil
        }
        let editor = TextEditor(source: source, root: root, wanted: wanted)
        switch editor.edit() {
        case .refused(let place, let message, let help):
            problems.report(.notSafe, path: wanted.path, at: place, message, help: help)
            return nil
        case .done(let bytes):
            guard proves(bytes, root, wanted, name) else {
                problems.report(
                    .notSafe, path: wanted.path, at: root?.place, "the change can't be made without changing more than this value",
                    help: "edit the file by hand: \(wanted.nestedForm)")
                return nil
            }
            return Array(original.prefix(original.count - source.bytes.count)) + bytes
        }
    }

    /// Whether the new text says what was meant, and of everything else what the old one said.
    private static func proves(_ bytes: [UInt8], _ root: Node?, _ wanted: WantedValue, _ name: String) -> Bool {
        var problems = ProblemList()
        guard let source = Source.file(name, bytes, layer: .project, directory: "/", name: name, problems: &problems),
            let new = YAMLComposer.compose(source, problems: &problems), !problems.hasErrors
        else { return false }
        return new.says(wanted.applied(to: root))
    }
}
