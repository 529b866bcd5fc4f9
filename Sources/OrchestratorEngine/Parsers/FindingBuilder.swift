import OrchestratorModel

/// Makes drafts that the store accepts: relative file names, sizes within ``Limits``, no NUL.
struct FindingBuilder {
    let report: CheckReport
    let lines: OutputLines
    let paths: CheckoutPaths

    /// Of a finding that is about one place.
    private static let evidenceLimit = 8 * 1024
    /// Of a finding that is about the check as a whole.
    private static let tailLimit = 32 * 1024
    private static let descriptionLimit = 4 * 1024

    /// A finding for each different diagnostic, and how many more there were than may be reported.
    func drafts(_ diagnostics: [Diagnostic]) -> (drafts: [FindingDraft], more: Int) {
        var seen: Set<[String]> = []
        var drafts: [FindingDraft] = []
        var more = 0
        for diagnostic in diagnostics {
            // A compiler says the same of a header once for each file that includes it.
            let key = [
                diagnostic.title, diagnostic.description, diagnostic.file ?? "", diagnostic.line.map(String.init) ?? "",
                diagnostic.rule ?? "",
            ]
            guard seen.insert(key).inserted else { continue }
            if drafts.count < CheckParser.findingLimit { drafts.append(draft(diagnostic)) } else { more += 1 }
        }
        return (drafts, more)
    }

    private func draft(_ diagnostic: Diagnostic) -> FindingDraft {
        let evidence =
            switch diagnostic.evidence {
            case .lines(let range): lines.text(range, atMost: Self.evidenceLimit)
            case .text(let text): TextCut.head(Self.clean(text), atMost: Self.evidenceLimit)
            }
        let file = diagnostic.file.flatMap { paths.relative($0) }
        let line = file == nil ? nil : diagnostic.line.flatMap { $0 > 0 ? $0 : nil }
        return FindingDraft(
            severity: diagnostic.level == .note ? .minor : report.severityOnFailure, category: report.category, check: report.check,
            title: title(diagnostic.title), description: TextCut.head(Self.clean(diagnostic.description), atMost: Self.descriptionLimit),
            evidence: evidence, file: file, line: line, rule: rule(diagnostic.rule),
            suggestedFix: diagnostic.suggestedFix.map { TextCut.head(Self.clean($0), atMost: Self.descriptionLimit) })
    }

    private func title(_ text: String) -> String {
        let line = Self.clean(text).split { $0.isNewline || $0 == "\t" }.joined(separator: " ")
        let title = TextCut.head(line, atMostScalars: Limits.title)
        return title.allSatisfy(\.isWhitespace) ? "\(report.check) failed" : title
    }

    private func rule(_ text: String?) -> String? {
        guard let text = text.map(Self.clean), !text.allSatisfy(\.isWhitespace) else { return nil }
        return TextCut.head(text, atMost: 512)
    }

    private static func clean(_ text: String) -> String {
        text.utf8.contains(0) ? String(text.unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : Character($0) }) : text
    }

    /// The finding that a check failed, where what it printed names no place.
    func draftOfCheck() -> FindingDraft {
        let command = TextCut.head(report.command.split { $0.isNewline }.joined(separator: " "), atMostScalars: 200)
        let (title, description) = sentence(command: command)
        return FindingDraft(
            severity: report.severityOnFailure, category: report.category, check: report.check, title: self.title(title),
            description: TextCut.head(Self.clean(description), atMost: Self.descriptionLimit),
            evidence: lines.tail(atMost: Self.tailLimit), rule: "\(report.category.rawValue)-failed")
    }

    private func sentence(command: String) -> (title: String, description: String) {
        let check = report.check
        switch report.ending {
        case .exited(let status):
            let hint =
                switch status {
                case 126: "Status 126 is the shell's word for a command that it found but could not run."
                case 127: "Status 127 is the shell's word for a command that it did not find."
                case 129...159: "A shell gives this status for a command that was ended by signal \(status - 128)."
                default: ""
                }
            return ("\(check) failed: `\(command)` exited with status \(status)", hint)
        case .timedOut(let duration):
            return (
                "\(check) took longer than \(DurationText.text(duration)): `\(command)`",
                "The command was ended. What it would have found is not known."
            )
        case .notStarted(let reason):
            return ("\(check) could not be started: `\(command)`", reason)
        case .signalled(let signal):
            return ("\(check) was ended by signal \(signal): `\(command)`", "What the command would have found is not known.")
        }
    }

    /// The finding that stands for those beyond the limit.
    func draftOfRest(_ count: Int) -> FindingDraft {
        FindingDraft(
            severity: report.severityOnFailure, category: report.category, check: report.check,
            title: "\(count) more \(count == 1 ? "finding" : "findings") of \(report.check)",
            description: "Only the first \(CheckParser.findingLimit) findings of a check are recorded one by one.", rule: "more-findings")
    }
}
