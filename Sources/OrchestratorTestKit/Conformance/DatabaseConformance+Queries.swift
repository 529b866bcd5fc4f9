internal import OrchestratorDatabase

extension DatabaseConformance {
    static var queries: [DatabaseConformance] {
        [
            DatabaseConformance("answers queries that are asked together") { database in
                try await database.makeThings()
                try await database.add(1, "one")
                let found = try await database.write { connection in
                    try connection.executeLater("INSERT INTO things (id, name) VALUES (2, 'two')")
                    var found: [String] = []
                    let queries: [SQLStatement] = [
                        "SELECT name FROM things ORDER BY id", "SELECT name FROM things WHERE id > 7", "SELECT name FROM things WHERE id = \(2)",
                    ]
                    try connection.forEach(of: queries) { found.append("\($0) \(try $1.text())") }
                    try connection.forEach(of: []) { _, _ in throw Interruption() }
                    return found
                }
                try ConformanceFailure.unless(found == ["0 one", "0 two", "2 two"], "\(found)")
                for failing in 0..<2 {
                    let kind = await kindOfError {
                        try await database.write { connection in
                            var queries: [SQLStatement] = ["SELECT name FROM things", "SELECT name FROM things"]
                            queries[failing] = "SELECT name FROM nowhere"
                            try connection.forEach(of: queries) { _, _ in }
                        }
                    }
                    try ConformanceFailure.unless(kind == .schema, "\(String(describing: kind))")
                }
                do {
                    try await database.read { connection in
                        try connection.forEach(of: ["SELECT name FROM things", "SELECT name FROM things"]) { _, _ in throw Interruption() }
                    }
                    throw ConformanceFailure("the error of the body was lost")
                } catch is Interruption {}
                try ConformanceFailure.unless(try await database.things() == ["one", "two"], "what was read next")
            }
        ]
    }
}
