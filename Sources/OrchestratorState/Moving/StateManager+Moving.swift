internal import Logging
internal import OrchestratorDatabase
internal import OrchestratorModel

extension StateManager {
    /// Copies this store, with its whole history, into an empty one: rows as they are, from one snapshot, in one transaction; and the contents of
    /// artifacts, into the database or the files, as the other engine keeps them.
    ///
    /// This store is only read. What is written to it after the call has begun is not in the copy.
    /// - Parameter target: The empty store. Its directory of artifacts may be that of this store.
    /// - Returns: What was copied, and what looking through the copy found.
    /// - Throws: ``StateError/leaseHeld(_:by:)`` while a worker carries out a run; ``StateError/conflict(_:)`` where the target holds something, or
    ///   the copy has other numbers of rows; `DatabaseError`. Nothing is left in the target then.
    /// - Complexity: Reads and writes every row once; memory holds some batches.
    public func copy(to target: StateManager) async throws -> StoreMove {
        guard database.dialect.hasThreads || target.database.dialect.hasThreads else {
            throw StateError.conflict("both stores are files: 'orchestrator db backup' copies one")
        }
        let move = try await transfer(to: target)
        try await target.compareCounts(move.rows)
        var verified = move
        verified.verification = try await target.verify()
        logger.info("store copied", metadata: ["from": "\(location)", "to": "\(target.location)", "actor": "\(actor)"])
        return verified
    }

    /// Reads and writes at the same time. Each side waits for the other with its thread blocked, so that the one that has threads of its own begins:
    /// the other then blocks one that tasks need, but nothing that it waits for needs a task.
    private func transfer(to target: StateManager) async throws -> StoreMove {
        let pipe = RowPipe()
        let (begun, signal) = AsyncStream.makeStream(of: Void.self)
        // What ends a side ends it on its own thread: none that runs tasks may be free.
        let read: @Sendable () async throws -> StoreMove = {
            try await pipe.breakingOff {
                try await database.read { connection in
                    signal.yield()
                    return try pipe.ending {
                        try checkThatNothingRuns(connection)
                        return try send(connection, into: pipe, for: target)
                    }
                }
            }
        }
        let write: @Sendable () async throws -> Void = {
            try await pipe.breakingOff {
                try await target.database.write { connection in
                    signal.yield()
                    do {
                        try connection.takeIn(pipe, at: target.location)
                    } catch {
                        pipe.breakOff()
                        throw error
                    }
                }
            }
        }
        if target.database.dialect.hasThreads {
            return try await Self.both(first: write, begun, signal, then: read).1
        }
        return try await Self.both(first: read, begun, signal, then: write).0
    }

    /// Begins with the one, and does the other once that has begun.
    ///
    /// - Throws: What went wrong first.
    private static func both<First: Sendable, Second>(
        first: @escaping @Sendable () async throws -> First, _ begun: AsyncStream<Void>, _ signal: AsyncStream<Void>.Continuation,
        then second: () async throws -> Second
    ) async throws -> (First, Second) {
        let task = Task {
            defer { signal.finish() }
            return try await first()
        }
        for await _ in begun { break }
        do {
            let result = try await second()
            return (try await task.value, result)
        } catch is RowPipe.Broken {
            // The other side is why.
            _ = try await task.value
            throw RowPipe.Broken()
        } catch {
            _ = await task.result
            throw error
        }
    }

    private func checkThatNothingRuns(_ connection: any SQLConnection) throws {
        let now = clock.now
        try undamaged(.run, "") {
            for id in try connection.all("SELECT run_id FROM runs WHERE lease_owner IS NOT NULL", { try $0.identifier(Run.ID.self) }) {
                guard let head = try connection.first(RunHead.query(id, in: connection.dialect), { try RunHead(row: &$0) }), let holder = head.leaseHolder,
                    head.isHeld(at: now, machine: machine)
                else { continue }
                throw StateError.leaseHeld(id, by: holder)
            }
        }
    }

    /// Reads everything, table by table, and hands it over.
    private func send(_ connection: any SQLConnection, into pipe: RowPipe, for target: StateManager) throws -> StoreMove {
        var move = StoreMove()
        for (index, table) in Tables.all.enumerated() {
            var batch: [[SQLValue]] = []
            let columns = table.insertedColumns
            let list = columns.map(\.name).joined(separator: ", ")
            try connection.forEach("SELECT \(raw: list) FROM \(raw: table.name) ORDER BY \(raw: table.primaryKey.joined(separator: ", "))") { row in
                batch.append(try columns.map { _ in try row.next() })
                guard batch.count == RowPipe.rowsInBatch else { return }
                try pipe.send(.rows(table: index, batch))
                move.rows[table.name, default: 0] += batch.count
                batch = []
            }
            guard !batch.isEmpty else { continue }
            try pipe.send(.rows(table: index, batch))
            move.rows[table.name, default: 0] += batch.count
        }
        let artifacts = try connection.findAll(Artifact.self, where: "content IN ('present', 'compressed')", orderedBy: "artifact_id")
        for artifact in artifacts {
            do {
                try send(artifact, connection, into: pipe, for: target)
                move.contents += 1
            } catch let error as ArtifactError where error.kind == .missing || error.kind == .changed {
                move.problems.append(error.description)
            }
        }
        return move
    }

    private func send(_ artifact: Artifact, _ connection: any SQLConnection, into pipe: RowPipe, for target: StateManager) throws {
        guard target.database.dialect.keepsContents else {
            // Into a file: the one that is there, where both stores have one directory.
            do {
                return try target.files.read(artifact) { _ in }
            } catch let error as ArtifactError where error.kind == .missing || error.kind == .changed {
                guard try connection.dialect.keepsContents && target.files.restore(artifact, from: connection) else { throw error }
                return
            }
        }
        // Looked at as a whole first: half a content must not be sent.
        let isKept = connection.dialect.keepsContents
        if isKept { try connection.checkContent(of: artifact) } else { try files.read(artifact) { _ in } }
        var number = 0
        func send(_ bytes: [UInt8]) throws {
            try pipe.send(.content(artifact.id, number: number, bytes))
            number += 1
        }
        if isKept { try connection.forEachPiece(of: artifact.id, send) } else { try files.read(artifact, send) }
        if number == 0 { try send([]) }
    }

    private func compareCounts(_ expected: [String: Int]) async throws {
        let counts = try await database.read { connection in
            try Tables.all.map { table in
                (table.name, try connection.first("SELECT COUNT(*) FROM \(raw: table.name)") { try $0.integer() } ?? 0)
            }
        }
        for (table, count) in counts where count != expected[table] ?? 0 {
            throw StateError.conflict("the copy has \(count) rows of \(table), and there were \(expected[table] ?? 0): something else wrote to it")
        }
    }
}

extension RowPipe {
    static var rowsInBatch: Int { 64 }
}

extension SQLConnection {
    /// Writes what comes through the pipe into the empty tables.
    fileprivate func takeIn(_ pipe: RowPipe, at location: String) throws {
        guard pipe.take() else {
            throw DatabaseError(.busy, at: location, "another transaction was in the way while the store was copied: try again")
        }
        for table in Tables.all where try first("SELECT 1 FROM \(raw: table.name) LIMIT 1", { try $0.integer() }) != nil {
            throw StateError.conflict("the store to copy to holds something already (rows of \(table.name)): name an empty one")
        }
        while let batch = try pipe.receive() {
            switch batch {
            case .rows(let table, let rows):
                let table = Tables.all[table]
                if rows.count == RowPipe.rowsInBatch {
                    try execute(table.insertion(ofRows: rows))
                } else {
                    for row in rows { try execute(table.insertion(of: row)) }
                }
            case .content(let id, let number, let bytes): try insertContent(bytes, number: number, of: id)
            }
        }
    }
}
