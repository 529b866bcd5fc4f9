internal import OrchestratorDatabase
internal import OrchestratorModel

extension RunReader {
    /// Reads a row; what is wrong with it becomes problems.
    ///
    /// - Returns: `nil` where something is.
    func row<Entity: StoredEntity>(_ type: Entity.Type, _ form: DocumentForm, _ place: Place) throws -> Row<Entity>? {
        guard case .object(let members) = try file.value(place.range) else {
            add(place.range.lowerBound, place.path, "must be an object")
            return nil
        }
        let before = problemCount
        let complain = { (member: String, problem: String) in self.add(place, member, problem) }
        for name in members.keys.sorted() where !form.members.contains(where: { $0.name == name }) { complain(name, "is not known") }
        var values = [SQLValue](repeating: .null, count: form.table.documentColumns.count)
        var dependencies: [Int] = []
        for member in form.members {
            guard let value = members[member.name] else {
                complain(member.name, "is missing")
                continue
            }
            switch member.source {
            case .column(let index): set(value, &values[index], form.table.documentColumns[index]) { complain(member.name, $0) }
            case .local(let index, let local):
                set(value, &values[index], form.table.documentColumns[index]) { complain(member.name, $0) }
                values[index] = local
            case .actor(let kind, let name):
                guard value.object.map({ Set($0.keys) }) == ["kind", "name"] else {
                    complain(member.name, "must be an object with kind and name")
                    continue
                }
                set(value["kind"] ?? .null, &values[kind], form.table.documentColumns[kind]) { complain(member.name, "has a kind that \($0)") }
                set(value["name"] ?? .null, &values[name], form.table.documentColumns[name]) { complain(member.name, "has a name that \($0)") }
            case .dependencies:
                let numbers = value.array?.compactMap(\.integer).map { Int($0) } ?? []
                if value.array?.count != numbers.count || numbers != Set(numbers).sorted() {
                    complain(member.name, "must be a list of different numbers in ascending order")
                }
                dependencies = numbers
            }
        }
        guard problemCount == before else { return nil }
        do {
            var row = SQLRow(values: values)
            located?(form.kind, RunAudit.key(of: values, form.kind, form.table), place)
            return Row(entity: try Entity(row: &row), values: values, dependencies: dependencies, place: place)
        } catch let error as SQLRowError {
            let column = form.table.documentColumns[error.column]
            complain(form.members.first { form.column(of: $0)?.name == column.name }?.name ?? column.name, "must be \(error.expected)")
            return nil
        }
    }

    private func set(_ value: JSONValue, _ stored: inout SQLValue, _ column: ColumnDefinition, _ complain: (String) -> Void) {
        if let problem = column.problem(of: value) { return complain(problem) }
        switch (value, column.kind) {
        case (.null, _) where column.isOptional: stored = .null
        case (_, .json): stored = .json(value)
        case (.bool(let truth), _): stored = truth.sqlValue
        case (.integer(let number), _): stored = .integer(number)
        case (.string(let text), .time): stored = .text(Timestamp(text)?.description ?? text)
        case (.string(let text), _): stored = .text(text)
        default: stored = .null
        }
    }
}

extension ColumnDefinition {
    /// The rest of a sentence that says why a column can't have that value; `nil` where it can.
    func problem(of value: JSONValue) -> String? {
        if case .null = value, isOptional { return nil }
        switch (value, kind) {
        case (.null, _) where kind != .json: return "must not be null"
        case (_, .json): return problemOfJSON(value)
        case (.bool, .boolean): return nil
        case (_, .boolean): return "must be true or false"
        case (.integer(let number), .integer):
            if let least, number < least { return "must be \(least) or more" }
            if let greatest, number > greatest { return "must be \(greatest) or less" }
            return nil
        case (_, .integer): return "must be a whole number"
        case (.string(let text), .time): return Timestamp(text) == nil ? "must be a time of the form YYYY-MM-DDThh:mm:ss.ffffffZ" : nil
        case (.string(let text), .choice(let texts)): return texts.contains(text) ? nil : "must be one of \(texts.joined(separator: ", "))"
        case (.string(let text), .text): return problem(of: text)
        default: return "must be a text"
        }
    }

    /// What the rows' own types don't ask of their JSON.
    private func problemOfJSON(_ value: JSONValue) -> String? {
        switch name {
        case "usage": UsageForm.problem(of: value)
        case "configuration", "payload": value.object == nil ? "must be an object" : nil
        default: nil
        }
    }

    private func problem(of text: String) -> String? {
        if text.utf8.contains(0) { return "contains a NUL character" }
        if condition == "<> ''", text.isEmpty { return "must not be empty" }
        if name == "title", text.unicodeScalars.count > Limits.title { return "is longer than \(Limits.title) characters" }
        if text.utf8.count > max(Limits.text, Limits.evidence) { return "is longer than \(max(Limits.text, Limits.evidence)) bytes" }
        return ColumnForm(self)?.problem(of: text)
    }
}
