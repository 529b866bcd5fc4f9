/// What a parser recognised in the output of a tool, before it becomes a finding.
struct Diagnostic: Hashable {
    enum Level: Hashable {
        case error, warning, note
    }

    /// Where the evidence is.
    enum Evidence: Hashable {
        case lines(Range<Int>)
        case text(String)
    }

    var level: Level
    var title: String
    var description = ""
    /// As the tool wrote it.
    var file: String?
    var line: Int?
    var rule: String?
    var suggestedFix: String?
    var evidence: Evidence
}
