/// Settings from `--set KEY=VALUE`.
enum ArgumentLayer {
    /// One document for each argument, in order.
    static func documents(_ arguments: [String], shape: MapShape, directory: String, problems: inout ProblemList) -> [Node] {
        arguments.enumerated().compactMap { document($0.element, index: $0.offset, shape, directory, &problems) }
    }

    private static func document(
        _ argument: String, index: Int, _ shape: MapShape, _ directory: String, _ problems: inout ProblemList
    ) -> Node? {
        guard let (key, value) = split(argument), let segments = SettingPath.segments(key) else {
            problems.add(
                Diagnostic(
                    .error, code: .malformedSet, message: "an argument of --set must be KEY=VALUE", argument: masked(argument, shape),
                    help: "write --set execution.max_retries=5; a name with dots stands in double quotes"),
                layer: .arguments, offset: index)
            return nil
        }
        guard let target = SettingTarget(segments, in: shape) else {
            return unknown(key, segments, value, index, shape, directory, &problems)
        }
        let isShown = !target.shape.mayHoldSecret || URLText.isFile(value)
        let source = Source(
            .argument("\(key)=\(isShown ? value : Secret<String>.redacted)"), layer: .arguments, bytes: Array(value.utf8),
            directory: directory)
        return target.node(source, text: value, isJSON: false, problems: &problems)
    }

    /// Handed to the checker as it is, which finds the first segment that is unknown, or an old name.
    private static func unknown(
        _ key: String, _ segments: [String], _ value: String, _ index: Int, _ shape: MapShape, _ directory: String,
        _ problems: inout ProblemList
    ) -> Node? {
        let shown = masked(value, of: segments, in: shape)
        let source = Source(.argument("\(key)=\(shown)"), layer: .arguments, bytes: Array(value.utf8), directory: directory)
        let place = Place(source, 0..<source.bytes.count)
        var node = Node(.scalar(value, isPlain: true), at: place)
        node.isVerbatim = true
        return segments.reversed().reduce(node) { Node(.map([Node.Entry(key: $1, keyPlace: place, value: $0)]), at: place) }
    }

    /// The key up to the first `=` that is in no quotes.
    private static func split(_ argument: String) -> (key: String, value: String)? {
        var isQuoted = false
        for (index, scalar) in zip(argument.unicodeScalars.indices, argument.unicodeScalars) {
            if scalar == "\"" { isQuoted.toggle() }
            if scalar == "=" && !isQuoted {
                let value = argument.unicodeScalars[argument.unicodeScalars.index(after: index)...]
                return (String(argument.unicodeScalars[..<index]), String(value))
            }
        }
        return nil
    }

    private static func masked(_ argument: String, _ shape: MapShape) -> String {
        guard let equals = argument.firstIndex(of: "=") else { return argument.contains(":") ? Secret<String>.redacted : argument }
        let (key, value) = (argument[..<equals], String(argument[argument.index(after: equals)...]))
        return "\(key)=\(masked(value, of: key.split(separator: ".").map(String.init), in: shape))"
    }

    /// Of a key that is unknown the value is shown, so that one sees what was meant, unless it may be a secret: where the name, or the value, looks
    /// like one, or a setting beside it may hold one, whose name this may have been meant for.
    private static func masked(_ value: String, of segments: [String], in root: MapShape) -> String {
        if value == "true" || value == "false" || value.utf8.count <= 8 && DecimalText.isNumber(value) { return value }
        var section: Shape = .map(root)
        for segment in segments { section = section.member(segment) ?? section }
        var besides: [Shape] = []
        if case .map(let map) = section { besides = map.keys.map(\.shape) }
        let isBesideSecret = besides.contains { if case .scalar(let type) = $0 { type.mayHoldSecret } else { false } }
        let looksSecret = segments.contains(where: SecretLook.has(name:)) || SecretLook.has(value: value)
        return isBesideSecret || looksSecret ? Secret<String>.redacted : value
    }
}
