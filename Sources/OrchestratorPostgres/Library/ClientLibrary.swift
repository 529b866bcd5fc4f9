internal import COrchestratorPQ
internal import OrchestratorDatabase

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The functions of libpq, by their names. They may be called once a ``ServerAddress`` exists: the library was loaded then.
let libpq = ClientLibrary.system.functions

/// libpq, loaded when the first URL is opened and kept: a program that opens none does not wait for it, nor need it.
struct ClientLibrary {
    /// Those of libpq; none where it can't be used.
    let functions: LibPQFunctions
    /// Why it can't be used.
    private let problem: String?

    /// That of the system.
    static let system = ClientLibrary(
        names: ["libpq.so.5", "libpq.5.dylib", "/opt/homebrew/opt/libpq/lib/libpq.5.dylib", "/usr/local/opt/libpq/lib/libpq.5.dylib"])

    /// Loads the first of the libraries that is there.
    init(names: [String]) {
        var functions = LibPQFunctions()
        guard let library = names.lazy.compactMap({ dlopen($0, RTLD_NOW | RTLD_LOCAL) }).first else {
            problem = dlerror().map { String(cString: $0) } ?? names.joined(separator: ", ")
            self.functions = functions
            return
        }
        problem = libpq_look_up(&functions, library).map { "it has no function '\(String(cString: $0))': version 14 or newer is needed" }
        self.functions = functions
    }

    /// - Throws: ``DatabaseError`` of kind `unavailable` where none of its functions may be called.
    func check(for location: String) throws(DatabaseError) {
        guard let problem else { return }
        throw DatabaseError(
            .unavailable, at: location,
            "libpq can't be loaded: install it (Debian: 'apt-get install libpq5'; macOS: 'brew install libpq'), version 14 or newer", cause: problem)
    }
}
