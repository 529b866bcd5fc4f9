import Testing

/// Files and functions stay small enough to be read in one go.
@Suite struct SizeTests {
    static let longestFile = 500
    static let longestFunction = 70

    private func filesTooLong(_ file: TextFile) -> [Offence] {
        let count = file.lines.last?.isEmpty == true ? file.lines.count - 1 : file.lines.count
        return count > Self.longestFile ? [Offence(file, count, "the file has \(count) lines")] : []
    }

    private func functionsTooLong(_ file: TextFile) -> [Offence] {
        file.swift.functions.filter { $0.length > Self.longestFunction }
            .map { Offence(file, $0.line, "'\($0.name)' has \($0.length) lines") }
    }

    @Test func filesHaveAtMost500Lines() throws {
        let code = try Tree.here.get().files.filter { $0.path.hasSuffix(".swift") || $0.path.hasSuffix(".py") || $0.shell != nil }
        expectNone(code.flatMap(filesTooLong), "A file has at most \(Self.longestFile) lines:")
    }

    @Test func functionsHaveAtMost70Lines() throws {
        let code = try Tree.here.get().swift(in: "Sources", "Tests", "Examples", "Benchmarks")
        expectNone(code.flatMap(functionsTooLong), "A function has at most \(Self.longestFunction) lines:")
    }

    @Test func findsALongFile() {
        let lines = String(repeating: "let a = 1\n", count: Self.longestFile)
        #expect(filesTooLong(TextFile(path: "Sources/A/A.swift", text: lines)).isEmpty)
        #expect(filesTooLong(TextFile(path: "Sources/A/A.swift", text: lines + "let b = 2\n")).map(\.line) == [501])
    }

    @Test(arguments: [
        "func a(b: () -> Void = { \"}\" })\n    where C: D\n{\n", "init?(_ a: Int) {\n", "subscript(a: Int) -> Int {\n", "var a: Int {\n",
        "static func == (left: A, right: A) -> Bool {\n", "func a<B>() async throws(C) -> (D) -> E? {\n",
    ])
    func findsALongFunction(signature: String) {
        func source(filling count: Int) -> TextFile {
            TextFile(path: "Sources/A/A.swift", text: "struct A {\n" + signature + String(repeating: "b() // }\n", count: count) + "}\n}\n")
        }
        let head = signature.filter { $0 == "\n" }.count
        #expect(functionsTooLong(source(filling: Self.longestFunction - head - 1)).isEmpty)
        #expect(functionsTooLong(source(filling: Self.longestFunction - head)).map(\.line) == [2])
    }

    @Test func leavesRequirementsWithoutABodyAlone() {
        let text = "protocol A {\n    func b() -> Int\n    init(c: Int)\n    var d: Int { get }\n}\nstruct E {\n}\n"
        #expect(SwiftSource(text).functions.map(\.name) == ["d"])
    }
}
