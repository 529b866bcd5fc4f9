import OrchestratorDatabase
import Testing

@testable import OrchestratorPostgres

/// The library that is loaded when a server is first opened.
@Suite struct ClientLibraryTests {
    @Test func aSystemWithoutItGetsAnErrorThatSaysWhatToInstall() {
        let error = #expect(throws: DatabaseError.self) { try ClientLibrary(names: ["libnowhere.so.5"]).check(for: "postgresql://…") }
        #expect(error?.kind == .unavailable)
        #expect(error?.message.contains("apt-get install libpq5") == true)
        #expect(error?.cause.contains("libnowhere.so.5") == true, "\(error?.cause ?? "")")
    }

    @Test func aLibraryThatLacksAFunctionIsNotUsed() {
        let error = #expect(throws: DatabaseError.self) { try ClientLibrary(names: ["libz.so.1", "libz.dylib"]).check(for: "postgresql://…") }
        #expect(error?.cause.contains("PQbackendPID") == true, "\(error?.cause ?? "")")
    }

    @Test func theFirstThatIsThereIsTaken() throws {
        try ClientLibrary.system.check(for: "postgresql://…")
        #expect(throws: Never.self) {
            try ClientLibrary(names: ["libnowhere.so.5", "libpq.so.5", "/opt/homebrew/opt/libpq/lib/libpq.5.dylib"]).check(for: "postgresql://…")
        }
    }
}
