import OrchestratorModel

/// The JSON Schema (draft-07) of a document, for editors and other programs. It accepts what the loader accepts of a single file without tags.
struct JSONSchemaDocument {
    /// Accepted beside the keys of the root: whole sections of old files.
    var looseSections: [String] = []
    var defaults = SettingValue.null
    private let oldNames: [String: [(name: String, key: Key, target: String)]]

    init(oldNames table: OldNameTable? = nil, in shape: MapShape) {
        var byParent: [String: [(name: String, key: Key, target: String)]] = [:]
        for (path, target) in (table?.targets ?? [:]).sorted(by: { $0.key < $1.key }) {
            guard let key = shape.key(target.segments) else { continue }
            let segments = path.split(separator: ".").map(String.init)
            let parent = segments.dropLast().joined(separator: ".")
            byParent[parent, default: []].append((segments.last ?? path, key, target.path))
        }
        oldNames = byParent
    }

    /// The whole document.
    func document(_ shape: MapShape, title: String) -> JSONValue {
        var members = map(shape, path: "").object ?? [:]
        members["$schema"] = "http://json-schema.org/draft-07/schema#"
        members["title"] = .string(title)
        if case .object(var properties)? = members["properties"] {
            for name in looseSections where properties[name] == nil {
                properties[name] = ["description": "A section of old files.", "deprecated": true]
            }
            members["properties"] = .object(properties)
        }
        return .object(members)
    }

    private func map(_ shape: MapShape, path: String) -> JSONValue {
        var properties: [String: JSONValue] = [:]
        for key in shape.keys { properties[key.name] = property(key, path: SettingPath.appending(path, key.name)) }
        for old in oldNames[path] ?? [] where properties[old.name] == nil {
            var schema = property(old.key, path: old.target).object ?? [:]
            schema["description"] = .string("An old name of \(old.target).")
            schema["deprecated"] = true
            if old.key.oldNames.contains(where: { $0.conversion == .mebibytes }) { schema = ["deprecated": true] }
            properties[old.name] = .object(schema)
        }
        let free = shape.additional.map { property(Key(name: "", shape: $0.shape, documentation: $0.naming), path: path + ".*") }
        return [
            "type": ["object", "null"], "properties": .object(properties), "patternProperties": ["^x-": [:]],
            "additionalProperties": free ?? false,
        ]
    }

    private func property(_ key: Key, path: String) -> JSONValue {
        var schema: [String: JSONValue]
        switch key.shape {
        case .scalar(let type): schema = key.isOptional ? ["anyOf": [.object(scalar(type)), ["type": "null"]]] : scalar(type)
        case .list(let list): schema = self.list(list, path: path)
        case .map(let shape): schema = map(shape, path: path).object ?? [:]
        }
        if !key.documentation.isEmpty { schema["description"] = .string(key.documentation + (key.isUnread ? " Read by nothing yet." : "")) }
        if let standard = defaults.descendant(path.split(separator: ".").map(String.init)), standard != .null, !isMap(key.shape) {
            schema["default"] = EffectiveDocument.json(standard, key.shape)
            if case .duration(let duration) = standard { schema["default"] = .string(DurationText.text(duration)) }
        }
        return .object(schema)
    }

    private func isMap(_ shape: Shape) -> Bool { if case .map = shape { true } else { false } }

    private func list(_ list: ListShape, path: String) -> [String: JSONValue] {
        guard case .map(let entry) = list.element, case .keyed(let name) = list.merge,
            case .object(var items) = map(entry, path: path + ".*")
        else {
            return ["type": "array", "items": property(Key(name: "", shape: list.element, documentation: ""), path: path + ".*")]
        }
        items["type"] = "object"
        items["required"] = [.string(name)]
        return ["type": ["array", "null"], "items": .object(items)]
    }

    // MARK: Scalars

    private func scalar(_ type: ScalarType) -> [String: JSONValue] {
        switch type {
        case .bool: return ["type": "boolean"]
        case .integer(let range):
            return ["type": "integer", "minimum": .integer(Int64(range.lowerBound)), "maximum": .integer(Int64(range.upperBound))]
        case .decimal(let range):
            return ["type": "number", "minimum": number(range.lowerBound), "maximum": number(range.upperBound)]
        case .text(let isEmptyAllowed): return isEmptyAllowed ? ["type": "string"] : ["type": "string", "pattern": "\\S"]
        case .path: return ["type": "string", "pattern": "\\S"]
        case .duration(let isZeroAllowed, let bareSeconds):
            let text: JSONValue = ["type": "string", "pattern": .string(DurationText.pattern(isZeroAllowed: isZeroAllowed))]
            return bareSeconds ? ["anyOf": [text, seconds(isZeroAllowed)]] : text.object ?? [:]
        case .keepAlive:
            let text: JSONValue = ["type": "string", "pattern": .string(DurationText.pattern(isZeroAllowed: true))]
            return ["anyOf": [text, seconds(true), ["const": -1]]]
        case .size:
            let text: JSONValue = ["type": "string", "pattern": .string(SizeText.pattern)]
            return ["anyOf": [text, ["type": "integer", "minimum": 1, "maximum": 999_999_999_999_999_999]]]
        case .enumeration(let cases, let ignoresCase):
            let exact: [String: JSONValue] = ["enum": .array(cases.map(JSONValue.string))]
            return ignoresCase ? ["anyOf": [.object(exact), ["type": "string", "pattern": .string(Self.anyCase(cases))]]] : exact
        case .database: return ["type": "string", "pattern": "^(sqlite:.+|postgres(ql)?://.*)$"]
        case .url: return ["type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://[^/\\s]\\S*$"]
        case .template(let placeholders, let old):
            let known = (placeholders + old).joined(separator: "|")
            return ["type": "string", "pattern": .string("^(?![\\s\\S]*\\{(?!(\(known))\\})[A-Za-z0-9_]+\\})")]
        }
    }

    private func seconds(_ isZeroAllowed: Bool) -> JSONValue {
        ["type": "number", isZeroAllowed ? "minimum" : "exclusiveMinimum": 0, "maximum": .number(999_999_999.999999999)]
    }

    private func number(_ value: Double) -> JSONValue {
        value == value.rounded() && abs(value) < 1e15 ? .integer(Int64(value)) : .number(value)
    }

    private static func anyCase(_ words: [String]) -> String {
        let patterns = words.map { $0.map { "[\($0.uppercased())\($0.lowercased())]" }.joined() }
        return "^(\(patterns.joined(separator: "|")))$"
    }
}
