import Foundation
import OrchestratorDatabase
import OrchestratorTestKit
import Testing

@testable import OrchestratorSQLite

/// What a connection does with its file.
@Suite struct OpenConnectionTests {
    private let directory: TemporaryDirectory
    private var path: String { directory.path("state.db") }

    init() throws { directory = try TemporaryDirectory() }

    private func create() throws {
        let connection = try OpenConnection(path: path, .creating, settings: [])
        try connection.use { try $0.run("CREATE TABLE things (name TEXT)") }
        try connection.close()
    }

    @Test(arguments: [OpenConnection.Access.reading, .writing])
    func makesNoFile(access: OpenConnection.Access) throws {
        #expect(throws: DatabaseError.self) { try OpenConnection(path: path, access, settings: []) }
        #expect(try directory.names().isEmpty)
    }

    @Test func readsOnlyWhereItMayOnlyRead() throws {
        try create()
        let connection = try OpenConnection(path: path, .reading, settings: [])
        #expect(throws: DatabaseError.self) { try connection.use { try $0.run("INSERT INTO things VALUES ('a')") } }
        #expect(try connection.use { try $0.value("SELECT COUNT(*) FROM things") } == .integer(0))
    }

    @Test func refusesAFileThatIsNoDatabaseWhenItIsOpened() throws {
        try directory.write(Array("no database, but long enough to be taken for the header of one: \(String(repeating: "x", count: 200))".utf8), to: "state.db")
        #expect { try OpenConnection(path: path, settings: []) } throws: { ($0 as? DatabaseError)?.kind == .corrupt }
    }

    @Test func takesTextInDoubleQuotesForAName() throws {
        try create()
        let connection = try OpenConnection(path: path, settings: [])
        #expect { try connection.use { try $0.run(#"SELECT "nothing" FROM things"#) } } throws: { ($0 as? DatabaseError)?.kind == .schema }
    }

    @Test func closesOnceAndRunsNothingAfterThat() throws {
        try create()
        let connection = try OpenConnection(path: path, settings: [])
        try connection.close()
        try connection.close()
        #expect { try connection.use { try $0.run("SELECT 1") } } throws: { ($0 as? DatabaseError)?.kind == .unavailable }
    }

    #if os(Linux)
        /// The files of the directory that this process has open.
        private func openFiles() throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap {
                try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")
            }.filter { $0.hasPrefix(directory.path("")) }
        }

        @Test func closesTheFileOfAConnectionThatNobodyHasAnyMore() throws {
            try create()
            do {
                let connection = try OpenConnection(path: path, settings: [])
                try connection.use { try $0.run("SELECT COUNT(*) FROM things") }
                // The control: it is seen where one is open.
                #expect(try !openFiles().isEmpty)
                withExtendedLifetime(connection) {}
            }
            #expect(throws: DatabaseError.self) { try OpenConnection(path: path, settings: ["PRAGMA nonsense = ("]) }
            #expect(try openFiles() == [])
        }
    #endif
}

/// The key by which a compiled statement is found.
@Suite struct StatementTextTests {
    @Test(arguments: ["", "a", "SELECT", "SELECT 1", "SELECT title FROM runs WHERE run_id = $1", String(repeating: "ü", count: 700)])
    func isTheSameForTheSameText(text: String) {
        // Not the same memory.
        let copy = String(decoding: Array(text.utf8), as: UTF8.self)
        #expect(StatementText(text: text) == StatementText(text: copy))
        #expect(StatementText(text: text).hashValue == StatementText(text: copy).hashValue)
        #expect(StatementText(text: text) != StatementText(text: text + " "))
    }
}

/// The memory that values are bound in.
@Suite struct BoundBytesTests {
    @Test func givesBackWhatOnlyOneUseNeeded() {
        let bytes = BoundBytes()
        let capacity = bytes.capacity
        let long = String(repeating: "x", count: 1_000_000)
        bytes.begin([.text("a"), .text(long), .blob([1, 2])])
        let parts = [bytes.add("a"), bytes.add(long), bytes.add([1, 2])].map { Array(UnsafeRawBufferPointer(start: $0.start, count: $0.count)) }
        #expect(parts == [Array("a".utf8), Array(long.utf8), [1, 2]])
        #expect(bytes.capacity > 1_000_000)
        bytes.end()
        #expect(bytes.capacity == capacity)
    }
}
