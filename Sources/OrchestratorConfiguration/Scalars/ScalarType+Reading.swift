extension ScalarType {
    /// The value that a text means.
    ///
    /// - Parameter isPlain: Whether it is written without quotes. A quoted scalar is a text, so an error where a number or a boolean belongs.
    func read(_ text: String, isPlain: Bool) throws(ScalarProblem) -> SettingValue {
        switch self {
        case .text, .path, .database, .url, .template, .enumeration: return .text(try readText(text))
        case .bool, .integer, .decimal, .duration, .size, .keepAlive:
            // A duration or a size with its unit is a text, so it may be quoted.
            if !isPlain && (!hasUnits || DecimalText.isNumber(text)) {
                throw ScalarProblem(.quoted, "is in quotes, which makes it a text; it must be \(noun)", help: "remove the quotes")
            }
        }
        switch self {
        case .bool: return .bool(try Self.readBool(text))
        case .integer(let range): return .integer(try readInteger(text, range))
        case .decimal(let range): return .decimal(try readDecimal(text, range))
        case .size:
            guard let bytes = SizeText.bytes(text) else { throw mismatch }
            guard bytes > 0 else { throw ScalarProblem(.range, "must be more than 0 bytes") }
            return .integer(bytes)
        case .duration(let isZeroAllowed, let bareSeconds): return .duration(try readDuration(text, isZeroAllowed, bareSeconds))
        case .keepAlive: return text == "-1" ? .integer(-1) : .duration(try readDuration(text, true, true))
        case .text, .path, .database, .url, .template, .enumeration: return .text(text)
        }
    }

    private var hasUnits: Bool {
        switch self {
        case .duration, .size, .keepAlive: true
        default: false
        }
    }

    private var mismatch: ScalarProblem { ScalarProblem(.type, "must be \(noun)") }

    private static func readBool(_ text: String) throws(ScalarProblem) -> Bool {
        switch text {
        case "true", "True", "TRUE": return true
        case "false", "False", "FALSE": return false
        default: break
        }
        let lowered = text.lowercased()
        let meant = ["yes", "on", "y", "1"].contains(lowered) ? "true" : ["no", "off", "n", "0"].contains(lowered) ? "false" : nil
        throw ScalarProblem(.type, "must be true or false", help: meant.map { "write \($0)" })
    }

    private func readInteger(_ text: String, _ range: ClosedRange<Int>) throws(ScalarProblem) -> Int {
        guard DecimalText.isWhole(text) else {
            let hasLeadingZero = text.utf8.count > 1 && text.utf8.allSatisfy { (48...57).contains($0) }
            throw ScalarProblem(.type, "must be \(noun)", help: hasLeadingZero ? "leave out the leading zeros" : nil)
        }
        guard let value = Int(text) else { throw ScalarProblem(.range, "is beyond what a whole number may be; it must be \(noun)") }
        guard range.contains(value) else { throw ScalarProblem(.range, "must be \(noun)") }
        return value
    }

    private func readDecimal(_ text: String, _ range: ClosedRange<Double>) throws(ScalarProblem) -> Double {
        guard DecimalText.isNumber(text), let value = Double(text) else { throw mismatch }
        guard value.isFinite, range.contains(value) else { throw ScalarProblem(.range, "must be \(noun)") }
        return value
    }

    private func readDuration(_ text: String, _ isZeroAllowed: Bool, _ bareSeconds: Bool) throws(ScalarProblem) -> Duration {
        let bare = DurationText.seconds(text)
        if bare != nil && !bareSeconds {
            throw ScalarProblem(.unit, "needs a unit: it must be \(noun)", help: "write \(text)s for seconds, \(text)m for minutes")
        }
        guard let duration = bare ?? DurationText.duration(text) else {
            if text.hasPrefix("-") && DecimalText.isNumber(text) { throw ScalarProblem(.range, "must be \(noun), at least 0") }
            throw mismatch
        }
        if duration == .zero && !isZeroAllowed { throw ScalarProblem(.range, "must be \(noun)") }
        return duration
    }

    private func readText(_ text: String) throws(ScalarProblem) -> String {
        switch self {
        case .text(isEmptyAllowed: false), .path:
            if text.allSatisfy(\.isWhitespace) { throw ScalarProblem(.empty, "must not be empty") }
        case .enumeration(let cases, let ignoresCase):
            if cases.contains(text) { return text }
            if ignoresCase, let match = cases.first(where: { $0.lowercased() == text.lowercased() }) { return match }
            throw ScalarProblem(.choice, "must be \(noun)", help: NearestName.to(text, among: cases).map { "did you mean '\($0)'?" })
        case .template(let placeholders, let old): try Self.checkPlaceholders(text, placeholders, old)
        case .database: if let problem = StateLocation.problem(in: text) { throw ScalarProblem(.url, problem) }
        case .url:
            let rest = ["http://", "https://"].first { text.lowercased().hasPrefix($0) }.map { text.dropFirst($0.count) }
            guard let rest, let first = rest.first, first != "/", !text.contains(where: \.isWhitespace) else {
                throw ScalarProblem(.url, "must be \(noun)")
            }
        default: break
        }
        return text
    }

    /// `{{` and `}}` have no meaning of their own: a brace pair with a word in it is a placeholder, anything else is text.
    private static func checkPlaceholders(_ text: String, _ placeholders: [String], _ old: [String]) throws(ScalarProblem) {
        for name in MessageTemplate.placeholders(in: text) where !placeholders.contains(name) && !old.contains(name) {
            let nearest = NearestName.to(name, among: placeholders).map { "did you mean '{\($0)}'?" }
            throw ScalarProblem(
                .placeholder, "has the unknown placeholder '{\(name)}'",
                help: nearest ?? "known are \(placeholders.map { "{\($0)}" }.joined(separator: ", "))")
        }
    }
}
