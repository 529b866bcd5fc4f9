internal import COrchestratorSQLite
internal import OrchestratorDatabase

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// A statement that SQLite has compiled. It belongs to one connection, and is used by whoever that is lent to.
final class PreparedStatement {
    private let handle: OpaquePointer
    private let connection: OpaquePointer
    private let location: String
    private let parameterCount: Int
    /// Whether it can't change the database.
    let isReadOnly: Bool
    /// Whether a caller is in the middle of its rows.
    private(set) var isInUse = false
    /// Where SQLite finds the bytes that are bound, as long as it runs.
    private let bytes = BoundBytes()

    init(_ text: String, on connection: OpaquePointer, at location: String) throws {
        var handle: OpaquePointer?
        let code = sqlite3_prepare_v3(connection, text, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
        guard code == SQLITE_OK, let handle else {
            throw DatabaseError(connection: connection, sql: text, at: location)
        }
        (self.handle, self.connection, self.location) = (handle, connection, location)
        parameterCount = Int(sqlite3_bind_parameter_count(handle))
        isReadOnly = sqlite3_stmt_readonly(handle) != 0
    }

    deinit { sqlite3_finalize(handle) }

    /// Binds the values and hands each row to the body.
    func run(_ values: [SQLValue], _ body: (inout SQLRow) throws -> Void) throws {
        isInUse = true
        defer {
            // A statement that is not reset would keep its transaction from ending.
            sqlite3_reset(handle)
            sqlite3_clear_bindings(handle)
            bytes.end()
            isInUse = false
        }
        guard values.count == parameterCount else {
            throw DatabaseError(.statement, at: location, "a statement has another number of parameters than values", cause: text)
        }
        bytes.begin(values)
        for (index, value) in values.enumerated() { try bind(value, Int32(index + 1)) }
        while try step() {
            var row = SQLRow(self)
            try body(&row)
        }
    }

    private var text: String { sqlite3_sql(handle).map { String(cString: $0) } ?? "" }

    private func step() throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw DatabaseError(connection: connection, sql: text, at: location)
        }
    }

    private func bind(_ value: SQLValue, _ index: Int32) throws {
        let code: Int32
        switch value {
        case .null: code = sqlite3_bind_null(handle, index)
        case .integer(let number): code = sqlite3_bind_int64(handle, index, number)
        case .real(let number): code = sqlite3_bind_double(handle, index, number)
        case .text(let text):
            let bytes = bytes.add(text)
            // SQLite would keep it, and most of its functions would see only what stands before it.
            guard memchr(bytes.start, 0, bytes.count) == nil else {
                throw DatabaseError(.statement, at: location, "text with a NUL character can't be stored", cause: self.text)
            }
            code = sqlite3_bind_text64(
                handle, index, bytes.start.assumingMemoryBound(to: CChar.self), UInt64(bytes.count), nil, UInt8(SQLITE_UTF8))
        case .blob(let blob):
            let bytes = bytes.add(blob)
            code = sqlite3_bind_blob64(handle, index, bytes.start, UInt64(bytes.count), nil)
        }
        guard code == SQLITE_OK else { throw DatabaseError(connection: connection, sql: text, at: location) }
    }
}

extension PreparedStatement: SQLRowSource {
    var columnCount: Int { Int(sqlite3_column_count(handle)) }

    func name(of column: Int) -> String? { sqlite3_column_name(handle, Int32(column)).map { String(cString: $0) } }

    func isNull(at column: Int) -> Bool { sqlite3_column_type(handle, Int32(column)) == SQLITE_NULL }

    func integer(at column: Int) -> Int64? {
        guard sqlite3_column_type(handle, Int32(column)) == SQLITE_INTEGER else { return nil }
        return sqlite3_column_int64(handle, Int32(column))
    }

    func text(at column: Int) -> UnsafeBufferPointer<UInt8>? {
        guard sqlite3_column_type(handle, Int32(column)) == SQLITE_TEXT else { return nil }
        return UnsafeBufferPointer(start: sqlite3_column_text(handle, Int32(column)), count: Int(sqlite3_column_bytes(handle, Int32(column))))
    }

    func value(at column: Int) -> SQLValue {
        let index = Int32(column)
        switch sqlite3_column_type(handle, index) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(handle, index))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(handle, index))
        case SQLITE_TEXT:
            let bytes = UnsafeBufferPointer(start: sqlite3_column_text(handle, index), count: Int(sqlite3_column_bytes(handle, index)))
            // Text that is no UTF-8 was not written by this program: as bytes it is refused by whoever expects text.
            return UTF8Check.text(bytes).map(SQLValue.text) ?? .blob(Array(bytes))
        case SQLITE_BLOB:
            let bytes = UnsafeRawBufferPointer(start: sqlite3_column_blob(handle, index), count: Int(sqlite3_column_bytes(handle, index)))
            return .blob(Array(bytes))
        default: return .null
        }
    }
}
