import OrchestratorModel

extension Diagnostic.Excerpt {
    /// The line of a place, with everything masked that could be a secret: of values only the one pointed at is shown, and only where the
    /// schema says that it is none. Comments are left out.
    init(_ place: Place, reveals: Bool) {
        let source = place.source
        let line = source.lineRange(of: place.range.lowerBound)
        let start = source.scalarStart(max(line.lowerBound, place.range.lowerBound - Self.reach))
        let end = source.scalarStart(min(line.upperBound, place.range.lowerBound + 2 * Self.reach))
        let span = place.range.clamped(to: start..<end)
        let mark = start > line.lowerBound ? "…" : ""
        let pointedAt = source.text(span)
        guard source.mayHoldSecrets else {
            // A plan may name a repository by a URL that holds what it should not.
            text = mark + RepositoryAddress.masked(source.text(start..<end)) + (end < line.upperBound ? "…" : "")
            self.start = (mark + source.text(start..<span.lowerBound)).unicodeScalars.count
            length = max(1, pointedAt.unicodeScalars.count)
            return
        }
        let before = mark + Self.masked(source.text(start..<span.lowerBound))
        let shown = reveals || pointedAt.unicodeScalars.allSatisfy(Self.isStructure) ? pointedAt : "•••"
        text = before + shown + Self.rest(source.text(span.upperBound..<end))
        self.start = before.unicodeScalars.count
        length = max(1, shown.unicodeScalars.count)
    }

    /// Of a long line, bytes before the part pointed at; twice as many after where it begins.
    private static let reach = 120

    /// Keeps white space, indicators and keys (a word before a colon); every other scalar becomes a dot, so that columns stay.
    private static func masked(_ text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        var result = String.UnicodeScalarView()
        var index = 0
        while index < scalars.count {
            if isStructure(scalars[index]) {
                result.append(scalars[index])
                index += 1
                continue
            }
            var end = index
            while end < scalars.count, !isStructure(scalars[end]) { end += 1 }
            let isKey = end < scalars.count && scalars[end] == ":" && (end + 1 == scalars.count || scalars[end + 1] == " ")
            result.append(contentsOf: isKey ? scalars[index..<end] : repeatElement("•", count: end - index)[...].map { $0 }[...])
            index = end
        }
        return String(result)
    }

    /// What follows the part pointed at: after a key its value, where that is a short number or a boolean; else a mark that there is more.
    private static func rest(_ text: String) -> String {
        guard text.hasPrefix(":") else { return "" }
        let value = text.dropFirst().drop { $0 == " " }.prefix { $0 != " " && $0 != "#" }
        if value.isEmpty { return ":" }
        let isHarmless =
            value == "true" || value == "false" || value.count <= 8 && value.allSatisfy { $0.isASCII && $0.isNumber || $0 == "." }
        return isHarmless ? ": \(value)" : ": …"
    }

    private static func isStructure(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case " ", "\t", "-", "[", "]", "{", "}", ",", ":", "\"", "'", "?", "|", ">", "&", "*", "!", "#": true
        default: false
        }
    }
}
