/// The types that a scalar may have. The type comes from the schema, never from what the text looks like.
enum ScalarType: Sendable {
    enum PathKind: Sendable {
        case file, directory
    }

    case bool
    case integer(ClosedRange<Int>)
    case decimal(ClosedRange<Double>)
    case text(isEmptyAllowed: Bool)
    /// - bareSeconds: A plain number means seconds.
    case duration(isZeroAllowed: Bool, bareSeconds: Bool)
    /// Bytes, at least 1.
    case size
    case enumeration([String], ignoresCase: Bool)
    case path(PathKind)
    /// `sqlite:PATH` or `postgresql://…`.
    case database
    /// `http://…` or `https://…`.
    case url
    /// A text with `{placeholders}`; `old` ones are understood and not offered.
    case template(placeholders: [String], old: [String])
    /// A duration, or -1 for "for ever".
    case keepAlive

    static func integer(atLeast minimum: Int) -> Self { .integer(minimum...Int.max) }
    static let positiveDuration = Self.duration(isZeroAllowed: false, bareSeconds: false)
    static let seconds = Self.duration(isZeroAllowed: true, bareSeconds: true)
    static let positiveSeconds = Self.duration(isZeroAllowed: false, bareSeconds: true)
    static let word = Self.text(isEmptyAllowed: false)
    static let anyText = Self.text(isEmptyAllowed: true)

    /// Every case of an enumeration by its raw value.
    static func oneOf<Value: CaseIterable & RawRepresentable<String>>(_ type: Value.Type, ignoresCase: Bool = false) -> Self {
        .enumeration(type.allCases.map(\.rawValue), ignoresCase: ignoresCase)
    }

    var noun: String {
        switch self {
        case .bool: "true or false"
        case .integer(let range):
            "a whole number" + Self.bounds("\(range.lowerBound)", "\(range.upperBound)", range.lowerBound > .min, range.upperBound < .max)
        case .decimal(let range):
            "a number"
                + Self.bounds(
                    Self.short(range.lowerBound), Self.short(range.upperBound), range.lowerBound > -.greatestFiniteMagnitude,
                    range.upperBound < .greatestFiniteMagnitude)
        case .text(let isEmptyAllowed): isEmptyAllowed ? "a text" : "a text that is not empty"
        case .duration(let isZeroAllowed, let bareSeconds):
            "a duration" + (isZeroAllowed ? "" : " above 0")
                + (bareSeconds ? ", as 90s or 1h30m or a number of seconds" : ", as 90s or 1h30m")
        case .size: "a size, as 10MiB, 10MB or a number of bytes"
        case .enumeration(let cases, _): "one of \(cases.joined(separator: ", "))"
        case .path(.file): "the path of a file"
        case .path(.directory): "the path of a directory"
        case .database: "'sqlite:PATH' or 'postgresql://…'"
        case .url: "a URL that begins with http:// or https://"
        case .template(let placeholders, _): "a text with the placeholders \(placeholders.map { "{\($0)}" }.joined(separator: ", "))"
        case .keepAlive: "a duration, as 5m, a number of seconds, or -1 for ever"
        }
    }

    private static func short(_ value: Double) -> String { value == value.rounded() ? String(Int(value)) : String(value) }

    private static func bounds(_ lower: String, _ upper: String, _ hasLower: Bool, _ hasUpper: Bool) -> String {
        switch (hasLower, hasUpper) {
        case (true, true): " from \(lower) to \(upper)"
        case (true, false): " of at least \(lower)"
        case (false, true): " of at most \(upper)"
        case (false, false): ""
        }
    }

    /// URLs may hold a password.
    var mayHoldSecret: Bool {
        switch self {
        case .database, .url: true
        default: false
        }
    }

    /// The texts among which a slip is looked for.
    var choices: [String] {
        switch self {
        case .bool: ["true", "false"]
        case .enumeration(let cases, _): cases
        default: []
        }
    }
}
