/// The kinds of problems, by the word that a diagnostic carries. The troubleshooting table of the documentation is made from them.
enum DiagnosticCode: String, CaseIterable {
    case alias
    case choice
    case circle
    case controlCharacter = "control-character"
    case dottedKey = "dotted-key"
    case duplicateKey = "duplicate-key"
    case duplicateName = "duplicate-name"
    case duplicateTitle = "duplicate-title"
    case empty
    case encoding
    case fileMissing = "file-missing"
    case ignoredSection = "ignored-section"
    case json
    case key
    case layer
    case lineSeparator = "line-separator"
    case malformedSet = "malformed-set"
    case mergeKey = "merge-key"
    case newerVersion = "newer-version"
    case notSafe = "not-safe"
    case nul
    case null
    case oldName = "old-name"
    case oldNameConflict = "old-name-conflict"
    case outside
    case path
    case placeholder
    case profile
    case quoted
    case range
    case relation
    case required
    case script
    case secretFile = "secret-file"
    case secretInFile = "secret-in-file"
    case severalDocuments = "several-documents"
    case syntax
    case tag
    case tooDeep = "too-deep"
    case tooLarge = "too-large"
    case tooManyNodes = "too-many-nodes"
    case type
    case unit
    case unknownAgent = "unknown-agent"
    case unknownDependency = "unknown-dependency"
    case unknownKey = "unknown-key"
    case unknownVariable = "unknown-variable"
    case unreadable
    case url

    /// What it means, and what to do about it.
    var meaning: (cause: String, remedy: String) {
        switch self {
        case .alias: ("An alias without an anchor before it, or inside its own anchor.", "Define the anchor before the alias.")
        case .choice:
            (
                "The value is not one of those that the key takes.",
                "Take one of the values that the message lists; case counts but for log levels."
            )
        case .circle: ("Phases of a plan depend on each other.", "Remove one of the dependencies of the circle that is printed.")
        case .controlCharacter: ("The file holds a control character.", "Remove it, or write it as an escape in double quotes.")
        case .dottedKey: ("A key is written with dots.", "Nest it, as the message shows.")
        case .duplicateKey: ("A key stands twice in one map.", "Remove one of them.")
        case .duplicateName: ("Two entries of a list have the same name.", "Rename one of them.")
        case .duplicateTitle: ("Two phases of a plan have the same title.", "Rename one of them.")
        case .empty: ("A text is empty, or a list or map has no content.", "Write a value, or leave the key out.")
        case .encoding: ("The file is not UTF-8.", "Save it as UTF-8.")
        case .fileMissing: ("A file that was named does not exist.", "Correct `--config`, `models_path` or the name of the plan.")
        case .ignoredSection: ("Sections of the Python program that nothing reads any more.", "Remove them.")
        case .json: ("A variable for a list or a map does not hold JSON.", "Write `[\"a\", \"b\"]` or `{\"key\": 1}`.")
        case .key: ("A key is a list or a map.", "Write a text before the colon.")
        case .layer: ("The key can stand in files only.", "Move it from the variable or argument into a file.")
        case .lineSeparator:
            (
                "The file holds U+0085, U+2028 or U+2029, which editors and parsers count differently.",
                "Write it as an escape in double quotes."
            )
        case .malformedSet:
            ("An argument of `--set` is not `KEY=VALUE`.", "Write `--set execution.max_retries=5`; names with dots in double quotes.")
        case .mergeKey: ("YAML's merge key `<<`.", "Write the keys out, or put them into a lower layer.")
        case .newerVersion: ("The file is written for a newer schema.", "Use a newer orchestrator.")
        case .notSafe:
            ("`config set` can't make the change without touching more than the value.", "Edit the file by hand, as the message shows.")
        case .nul: ("A text holds a NUL character.", "Remove it.")
        case .null: ("A key has no value, and needs one.", "Give it one, or remove the line for the default.")
        case .oldName: ("A setting stands under a name that it had once.", "Rename it; until then it works.")
        case .oldNameConflict: ("Old and present name of a setting stand in one file and say different things.", "Remove the old one.")
        case .outside: ("A file of a plan lies outside of the repository.", "Name a file below it.")
        case .path: ("A path names the wrong kind of thing, or can't be written.", "Correct the path or its permissions.")
        case .placeholder: ("A template has a placeholder that does not exist.", "Take one that the message lists.")
        case .profile: ("There is no such profile.", "Take the name of a file in `profiles/` beside the configuration.")
        case .quoted: ("A number or boolean is in quotes, which makes it a text.", "Remove the quotes.")
        case .range: ("The value is outside of what the key takes.", "Stay within the bounds that the message names.")
        case .relation: ("Two settings contradict each other.", "Change one of the two; the message names both.")
        case .required: ("Something is missing that has no default.", "Add it.")
        case .script: ("A phase of the agent `shell` has no script, or one of another agent has one.", "Add or remove the `script`.")
        case .secretFile: ("A `…__FILE` variable can't be used.", "Name a readable file, and only for settings that may be secret.")
        case .secretInFile:
            ("A file that git tracks holds a password.", "Move it into an ignored file and name that in `…__FILE`; change the password.")
        case .severalDocuments: ("The file holds more than one YAML document.", "Remove the `---` between them.")
        case .syntax: ("The file is not YAML.", "Look at the caret, and at the line before it.")
        case .tag: ("A tag that is not known, or stands where it means nothing.", "Use `!replace`, `!append` or `!reset`, or leave it out.")
        case .tooDeep: ("The document is nested too deeply.", "Flatten it; the limit is 64 levels.")
        case .tooLarge: ("A file is larger than 1 MiB.", "Split it into layers.")
        case .tooManyNodes: ("The document has more than 10,000 values, those behind aliases counted each time.", "Use fewer aliases.")
        case .type: ("The value has another type than the key.", "Write what the message asks for; `yes` and `on` are texts.")
        case .unit: ("A duration has no unit.", "Write `30s`, `5m` or `1h30m`.")
        case .unknownAgent: ("A name that `agents` does not have.", "Take one of those listed, or add it to `agents`.")
        case .unknownDependency: ("A dependency of a phase is neither a title nor a number of the plan.", "Correct it.")
        case .unknownKey: ("The key does not exist.", "Take the suggestion; a key that begins with `x-` is free.")
        case .unknownVariable: ("A variable that begins with `ORCHESTRATOR__` names no setting.", "Take the suggestion, or unset it.")
        case .unreadable: ("A file exists and can't be read.", "Correct its permissions; pipes and devices are not read.")
        case .url:
            (
                "The value is no URL of the kind that the key takes.",
                "Write it as the message shows; `@`, `/` and `?` in a password are percent-encoded."
            )
        }
    }
}
