internal import COrchestratorPQ
internal import OrchestratorDatabase

/// One result of the library, freed with this value.
struct ServerResult: ~Copyable {
    private let handle: OpaquePointer

    init(_ handle: OpaquePointer) {
        self.handle = handle
    }

    deinit { libpq.PQclear(handle) }

    var status: ExecStatusType { libpq.PQresultStatus(handle) }

    /// How many rows the statement changed, or gave.
    var changes: Int { libpq.PQcmdTuples(handle).flatMap { Int(String(cString: $0)) } ?? 0 }

    /// What was done, such as `COMMIT`.
    var tag: String { libpq.PQcmdStatus(handle).map { String(cString: $0) } ?? "" }

    /// What the server says against the statement.
    var failure: ServerFailure {
        func field(_ code: Character) -> String {
            guard let ascii = code.asciiValue, let text = libpq.PQresultErrorField(handle, Int32(ascii)) else { return "" }
            return String(cString: text)
        }
        // `C`, `M`, `D` and `R` are the protocol's names of these fields.
        guard !field("C").isEmpty else { return .lost(libpq.PQresultErrorMessage(handle).map { String(cString: $0) } ?? "") }
        return ServerFailure(state: field("C"), text: field("M"), detail: field("D"), function: field("R"))
    }

    var rows: Int { Int(libpq.PQntuples(handle)) }

    /// The types of the columns.
    var types: [Oid] { (0..<libpq.PQnfields(handle)).map { libpq.PQftype(handle, $0) } }

    /// The values of all rows.
    var allValues: [[SQLValue]] {
        let types = types
        return (0..<rows).map { values(ofRow: $0, types) }
    }

    /// The values of a row.
    func values(ofRow row: Int, _ types: [Oid]) -> [SQLValue] {
        [SQLValue](unsafeUninitializedCapacity: types.count) { buffer, count in
            for (column, type) in types.enumerated() {
                buffer.initializeElement(at: column, to: value(Int32(row), Int32(column), type))
            }
            count = types.count
        }
    }

    private func value(_ row: Int32, _ column: Int32, _ type: Oid) -> SQLValue {
        guard libpq.PQgetisnull(handle, row, column) == 0, let text = libpq.PQgetvalue(handle, row, column) else { return .null }
        let length = Int(libpq.PQgetlength(handle, row, column))
        return text.withMemoryRebound(to: UInt8.self, capacity: length) {
            ServerType.value(UnsafeBufferPointer(start: $0, count: length), of: type)
        }
    }
}
