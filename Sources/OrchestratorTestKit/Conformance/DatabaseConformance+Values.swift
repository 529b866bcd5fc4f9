internal import OrchestratorDatabase

extension DatabaseConformance {
    static var values: [DatabaseConformance] { boundValues + statements + words }

    private static var boundValues: [DatabaseConformance] {
        [
            DatabaseConformance("gives values back as they were bound") { database in
                let texts = [
                    "", "a", "ä", "👩‍👩‍👧", "'; DROP TABLE things; --", "$1", "%_", String(repeating: "x", count: 70_000), "\u{feff}a\r\n\t",
                ]
                for text in texts {
                    let back = try await database.read { try $0.first("SELECT \(text)") { try $0.text() } }
                    try ConformanceFailure.unless(
                        back.map { Array($0.utf8) } == Array(text.utf8), "text \(text.prefix(20)) came back otherwise")
                }
                for number in [Int.min, -1, 0, 1, Int.max] {
                    let back = try await database.read { try $0.first("SELECT \(number)") { try $0.integer() } }
                    try ConformanceFailure.unless(back == number, "\(number) came back as \(String(describing: back))")
                }
                let none = try await database.read {
                    try $0.first("SELECT \(SQLValue.null), \(true)") { (try $0.optionalText(), try $0.boolean()) }
                }
                try ConformanceFailure.unless(none?.0 == nil && none?.1 == true, "NULL or a truth value came back otherwise")
            },
            DatabaseConformance("keeps values apart that are bound together") { database in
                let (long, bytes) = (String(repeating: "ü", count: 40_000), (0..<70_000).map { UInt8($0 % 251) })
                let rows: [[SQLValue]] = [
                    [.text(""), .blob([]), .null, .text("a")], [.blob(bytes), .text(long), .text(""), .null],
                    [.text("b"), .null, .blob([0]), .text(long)], [.null, .text("c"), .text("d"), .blob([])],
                ]
                for row in rows {
                    let values = row.indices.map { SQLStatement("CAST(\(row[$0]) AS \(raw: row[$0].typeName(in: database.dialect)))") }
                    let query: SQLStatement = "SELECT \(values.joined(separator: ", "))"
                    // The one statement, again and again.
                    for _ in 0..<2 {
                        let back = try await database.read { try $0.first(query) { row in try (0..<4).map { _ in try row.next() } } }
                        try ConformanceFailure.unless(back == row, "gave others back")
                    }
                }
            },
            DatabaseConformance("refuses text with NUL, and writes nothing") { database in
                try await database.makeThings()
                let kind = await kindOfError { try await database.add(1, "a\0b") }
                try ConformanceFailure.unless(kind == .statement, "NUL gave \(String(describing: kind))")
                try ConformanceFailure.unless(try await database.things().isEmpty, "a row was written")
            },
        ]
    }

    private static var statements: [DatabaseConformance] {
        [
            DatabaseConformance("numbers the parameters of composed statements") { database in
                let inner: SQLStatement = "\(2) + \(3)"
                let statement: SQLStatement = "SELECT \(1), \(inner), \(list: [4, 5])"
                let row = try await database.read { connection in
                    try connection.all(statement) { [try $0.integer(), try $0.integer(), try $0.integer(), try $0.integer()] }
                }
                try ConformanceFailure.unless(row == [[1, 5, 4, 5]], "gave \(row)")
                let nothing = try await database.read { try $0.all("SELECT 1 WHERE 1 IN (\(list: [Int]()))") { try $0.integer() } }
                try ConformanceFailure.unless(nothing.isEmpty, "an empty list has members")
            },
            DatabaseConformance("lets a body run a query inside the same query, with other values") { database in
                try await database.makeThings()
                for id in 1...3 { try await database.add(id, "\(id)") }
                @Sendable func query(_ text: String) -> SQLStatement { "SELECT id, CAST(\(text) AS TEXT) FROM things ORDER BY id" }
                let (outer, inner) = ("outer", String(repeating: "inner", count: 1000))
                let rows = try await database.read { connection in
                    try connection.all(query(outer)) { row in
                        let id = try row.integer()
                        let ids = try connection.all(query(inner)) { inside in
                            let id = try inside.integer()
                            try ConformanceFailure.unless(try inside.text() == inner, "the query inside has the values of the one around it")
                            return id
                        }
                        try ConformanceFailure.unless(try row.text() == outer, "the values of the query inside were given by the one around it")
                        return (id, ids)
                    }
                }
                try ConformanceFailure.unless(rows.map(\.0) == [1, 2, 3] && rows.allSatisfy { $0.1 == [1, 2, 3] }, "gave \(rows)")
            },
            DatabaseConformance("classifies a wrong statement, what is missing, and a broken constraint") { database in
                try await database.makeThings()
                try await database.add(1, "one")
                func kind(of query: SQLStatement) async -> DatabaseError.Kind? {
                    await kindOfError { _ = try await database.read { try $0.all(query) { try $0.text() } } }
                }
                let wrong = await kind(of: "SELECT FROM WHERE")
                for missing: SQLStatement in ["SELECT name FROM nowhere", "SELECT absent FROM things"] {
                    let kind = await kind(of: missing)
                    try ConformanceFailure.unless(kind == .schema, "gave \(String(describing: kind))")
                }
                let noColumn = await kindOfError { _ = try await database.write { try $0.execute("INSERT INTO things (id, absent) VALUES (3, 'x')") } }
                try ConformanceFailure.unless(noColumn == .schema, "gave \(String(describing: noColumn))")
                let twice = await kindOfError { try await database.add(1, "again") }
                try ConformanceFailure.unless(wrong == .statement && twice == .conflict, "gave \(String(describing: (wrong, twice)))")
                try await database.add(2, "two")
            },
        ]
    }

    private static var words: [DatabaseConformance] {
        [
            DatabaseConformance("refuses what is not one of the words of a column") { database in
                let table = TableDefinition(
                    "choices", primaryKey: ["id"],
                    columns: [
                        .init("id", .integer), .init("word", .choice(["a", "b", "it is"])), .init("other", .choice(["c", "d", "e"]), optional: true),
                    ])
                _ = try await database.write { connection in
                    for statement in table.creation(in: connection.dialect) { try connection.execute(statement) }
                }
                func add(_ values: [SQLValue]) async -> DatabaseError.Kind? {
                    await kindOfError { _ = try await database.write { try $0.execute(table.insertion(of: values)) } }
                }
                for (id, word) in ["a", "b", "it is"].enumerated() {
                    try ConformanceFailure.unless(await add([.integer(Int64(id)), .text(word), .null]) == nil, "'\(word)' was refused")
                }
                try ConformanceFailure.unless(await add([.integer(3), .text("a"), .text("e")]) == nil, "a word was refused")
                for (word, other) in [("c", "c"), ("", "c"), ("A", "c"), ("a' OR 'a' = 'a", "c"), ("a", "f"), ("a", "")] {
                    try ConformanceFailure.unless(await add([.integer(4), .text(word), .text(other)]) == .conflict, "'\(word)', '\(other)' was accepted")
                }
                try ConformanceFailure.unless(await add([.integer(4), .null, .text("c")]) == .conflict, "no word at all was accepted")
            }
        ]
    }
}

extension SQLValue {
    /// A type that holds the value as it is.
    fileprivate func typeName(in dialect: SQLDialect) -> String {
        switch (self, dialect) {
        case (.blob, .sqlite): "BLOB"
        case (.blob, .postgresql): "BYTEA"
        default: "TEXT"
        }
    }
}
