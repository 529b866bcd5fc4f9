internal import OrchestratorDatabase

extension DatabaseConformance {
    static var transactions: [DatabaseConformance] {
        [
            DatabaseConformance("undoes what a body that throws did") { database in
                try await database.makeThings()
                do {
                    _ = try await database.write { connection in
                        try connection.execute("INSERT INTO things (id, name) VALUES (1, 'one')")
                        throw Interruption()
                    }
                    throw ConformanceFailure("the error of the body was lost")
                } catch is Interruption {}
                try ConformanceFailure.unless(try await database.things().isEmpty, "the row is there")
                try await database.add(2, "two")
                try ConformanceFailure.unless(try await database.things() == ["two"], "the next write was lost")
            },
            DatabaseConformance("does not write in a read") { database in
                try await database.makeThings()
                let kind = await kindOfError { _ = try await database.read { try $0.execute("INSERT INTO things (id) VALUES (1)") } }
                try ConformanceFailure.unless(kind != nil, "the row was accepted")
                try ConformanceFailure.unless(try await database.things().isEmpty, "the row is there")
            },
            DatabaseConformance("shows no reader half of a transaction") { database in
                try await database.makeThings()
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        for pair in 0..<100 {
                            _ = try await database.write { connection in
                                try connection.execute("INSERT INTO things (id, name) VALUES (\(2 * pair), 'a')")
                                try connection.execute("INSERT INTO things (id, name) VALUES (\(2 * pair + 1), 'b')")
                            }
                        }
                    }
                    for _ in 0..<3 {
                        group.addTask {
                            for _ in 0..<100 {
                                let (first, second) = try await database.read { connection in
                                    let count = { try connection.first("SELECT COUNT(*) FROM things") { try $0.integer() } ?? 0 }
                                    return (try count(), try count())
                                }
                                try ConformanceFailure.unless(first.isMultiple(of: 2), "a reader saw half of a pair")
                                try ConformanceFailure.unless(first == second, "one snapshot showed two states")
                            }
                        }
                    }
                    try await group.waitForAll()
                }
            },
            DatabaseConformance("answers a read of what was acknowledged") { database in
                try await database.makeThings()
                for id in 0..<50 {
                    try await database.add(id, "\(id)")
                    try ConformanceFailure.unless(try await database.things().count == id + 1, "write \(id) can't be read")
                }
            },
            DatabaseConformance("is out of reach once it is closed") { database in
                try await database.makeThings()
                try await database.close()
                let read = await kindOfError { _ = try await database.things() }
                let write = await kindOfError { try await database.add(1, "one") }
                try ConformanceFailure.unless(read == .unavailable && write == .unavailable, "gave \(String(describing: (read, write)))")
                try await database.close()
            },
        ]
    }
}
