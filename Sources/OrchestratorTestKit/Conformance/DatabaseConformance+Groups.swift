internal import OrchestratorDatabase

extension DatabaseConformance {
    static var groups: [DatabaseConformance] {
        [
            DatabaseConformance("keeps what 64 callers write at once") { database in
                try await database.makeThings()
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for caller in 0..<64 {
                        group.addTask {
                            for index in 0..<10 {
                                try await database.add(caller * 10 + index, "\(caller)")
                                let mine = try await database.read { connection in
                                    try connection.first("SELECT COUNT(*) FROM things WHERE name = \("\(caller)")") { try $0.integer() }
                                }
                                try ConformanceFailure.unless(mine == index + 1, "a write was acknowledged before it could be read")
                            }
                        }
                    }
                    try await group.waitForAll()
                }
                let count = try await database.things().count
                try ConformanceFailure.unless(count == 640, "\(count) of 640 rows are there")
            },
            DatabaseConformance("undoes, among many, only the bodies that throw") { database in
                try await database.makeThings()
                let failed = try await withThrowingTaskGroup(of: Int?.self) { group in
                    for caller in 0..<64 {
                        group.addTask {
                            do {
                                _ = try await database.write { connection in
                                    try connection.execute("INSERT INTO things (id, name) VALUES (\(caller), 'x')")
                                    if caller.isMultiple(of: 3) { throw Interruption() }
                                    // A constraint that does not hold, in a body that goes on.
                                    if caller.isMultiple(of: 5) {
                                        _ = try? connection.execute("INSERT INTO things (id, name) VALUES (\(caller), 'y')")
                                    }
                                }
                                return nil
                            } catch is Interruption {
                                return caller
                            }
                        }
                    }
                    return try await group.reduce(into: [Int]()) { if let id = $1 { $0.append(id) } }
                }
                try ConformanceFailure.unless(failed.sorted() == Array(stride(from: 0, to: 64, by: 3)), "\(failed) failed")
                let ids = try await database.read { try $0.all("SELECT id FROM things ORDER BY id") { try $0.integer() } }
                try ConformanceFailure.unless(ids == (0..<64).filter { !$0.isMultiple(of: 3) }, "\(ids) are there")
            },
        ]
    }
}
