import Testing

/// One type a file, and the file is named after it.
@Suite struct TypeTests {
    private func misplaced(in file: TextFile) -> [Offence] {
        let declared = file.swift.declarations.filter(\.isTopLevel)
        let types = declared.filter { !$0.isExtension }
        if file.stem == "main" || file.stem == "Package" || declared.isEmpty { return [] }
        if let plus = file.stem.firstIndex(of: "+") { return misplaced(in: file, extending: file.stem[..<plus], declared) }
        // Subcommands stand beside the command that they belong to.
        let mayHoldMore = file.module == "orchestrator"
        let others = mayHoldMore ? [] : types.dropFirst().map { Offence(file, $0.line, "'\($0.name)' is not the only type here") }
        if types.contains(where: { $0.name == file.stem }) { return others }
        let found = (types.isEmpty ? declared : types).map { "'\($0.name)'" }.joined(separator: ", ")
        let wanted = types.isEmpty ? "an extension is at home in 'Type+Topic.swift'" : "no type is called '\(file.stem)'"
        return others + [Offence(file, declared[0].line, "\(wanted); the file declares \(found)")]
    }

    private func misplaced(in file: TextFile, extending name: Substring, _ declared: [SwiftSource.Declaration]) -> [Offence] {
        var offences = declared.filter { !$0.isExtension }.map { Offence(file, $0.line, "'\($0.name)' stands in a file for an extension") }
        let extends = declared.contains { declaration in
            let parts = declaration.name.split(separator: ".")
            return declaration.isExtension && (declaration.name == name || parts.first == name || parts.last == name)
        }
        if !extends { offences.append(Offence(file, 1, "nothing here extends '\(name)'")) }
        return offences
    }

    @Test func filesAreNamedAfterTheirOnlyType() throws {
        let sources = try Tree.here.get().swift(in: "Sources")
        #expect(!sources.isEmpty)
        expectNone(sources.flatMap(misplaced), "One top-level type a file, named after it; extensions in 'Type+Topic.swift':")
    }

    @Test(arguments: [
        ("A.swift", "struct A {}\nenum B {}", 1), ("A.swift", "struct B {}", 1), ("A.swift", "extension A {}", 1),
        ("A+B.swift", "extension C {}", 1), ("A+B.swift", "extension A {}\nstruct C {}", 1),
        ("A.swift", "private final class B {}\nstruct A {}", 1),
        ("A.swift", "struct A { struct B {} }\nextension A.B {}", 0), ("A+B.swift", "extension A.B {}\nextension Int {}", 0),
        ("A.swift", "import struct C.B\nstruct A { class func c(actor d: E) {} }", 0), ("A.swift", "func b() {}", 0),
    ])
    func findsMisplacedTypes(name: String, text: String, count: Int) {
        #expect(misplaced(in: TextFile(path: "Sources/M/S/" + name, text: text)).count == count)
    }
}
