internal import OrchestratorDatabase

extension DatabaseConformance {
    static var values: [DatabaseConformance] {
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
            DatabaseConformance("refuses text with NUL, and writes nothing") { database in
                try await database.makeThings()
                let kind = await kindOfError { try await database.add(1, "a\0b") }
                try ConformanceFailure.unless(kind == .statement, "NUL gave \(String(describing: kind))")
                try ConformanceFailure.unless(try await database.things().isEmpty, "a row was written")
            },
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
            DatabaseConformance("lets a body run a query inside the same query") { database in
                try await database.makeThings()
                for id in 1...3 { try await database.add(id, "\(id)") }
                let query: SQLStatement = "SELECT id FROM things ORDER BY id"
                let pairs = try await database.read { connection in
                    try connection.all(query) { outer in
                        (try outer.integer(), try connection.all(query) { try $0.integer() })
                    }
                }
                try ConformanceFailure.unless(pairs.map(\.0) == [1, 2, 3] && pairs.allSatisfy { $0.1 == [1, 2, 3] }, "gave \(pairs)")
            },
            DatabaseConformance("classifies a wrong statement and a broken constraint") { database in
                try await database.makeThings()
                try await database.add(1, "one")
                let wrong = await kindOfError {
                    _ = try await database.read { try $0.all("SELECT nothing FROM nowhere") { try $0.text() } }
                }
                let twice = await kindOfError { try await database.add(1, "again") }
                try ConformanceFailure.unless(wrong == .statement && twice == .conflict, "gave \(String(describing: (wrong, twice)))")
                try await database.add(2, "two")
            },
        ]
    }
}
