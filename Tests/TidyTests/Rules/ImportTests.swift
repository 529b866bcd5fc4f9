import Testing

/// Modules import what the table in ARCHITECTURE.md allows them.
@Suite struct ImportTests {
    private struct MissingTable: Error {}

    private func table(in tree: Tree) throws -> ModuleTable {
        guard let file = tree.files.first(where: { $0.path == "ARCHITECTURE.md" }) else { throw MissingTable() }
        return ModuleTable(file)
    }

    private func imports(of file: TextFile) -> [(name: String, line: Int)] {
        let source = file.swift
        return source.tokens.indices.compactMap { index in
            guard source[index].isWord("import"), !source[index - 1].isMark(".") else { return nil }
            let kinds: Set = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
            let name = kinds.contains(source[index + 1].text) ? source[index + 2] : source[index + 1]
            return (name.text, name.line)
        }
    }

    private func forbiddenImports(in file: TextFile, _ table: ModuleTable) -> [Offence] {
        guard let module = file.module else { return [] }
        return imports(of: file).filter { !table.mayImport($0.name, in: module) }
            .map { Offence(file, $0.line, "'\(module)' imports '\($0.name)'") }
    }

    @Test func modulesImportWhatTheirRowNames() throws {
        let tree = try Tree.here.get()
        let table = try table(in: tree)
        expectNone(
            tree.swift(in: "Sources").flatMap { forbiddenImports(in: $0, table) },
            "A module imports only what its row in ARCHITECTURE.md names:")
    }

    @Test func everyModuleHasOneRow() throws {
        let tree = try Tree.here.get()
        let table = try table(in: tree)
        expectNone(table.offences, "The table of modules in ARCHITECTURE.md contradicts itself:")
        #expect(Set(tree.swift(in: "Sources").compactMap(\.module)) == Set(table.modules.keys), "The table of modules and Sources/ differ.")
        #expect(!table.everywhere.isEmpty)
    }

    private static let sample = """
        | module | owns | may import | what |
        |---|---|---|---|
        | every module | | `Foundation` | |
        | `A` | `GRDB` | | |
        | `B` | | `A` | |
        """

    @Test(arguments: [
        ("import GRDB", 1), ("@testable public import struct GRDB.Row", 1), ("import C", 1), ("#if os(Linux)\n    import Glibc\n#endif", 1),
        ("import A", 0), ("import Foundation\n// import C\nlet a = \"import D\"", 0),
    ])
    func findsForbiddenImports(text: String, count: Int) {
        let table = ModuleTable(TextFile(path: "ARCHITECTURE.md", text: Self.sample))
        #expect(forbiddenImports(in: TextFile(path: "Sources/B/S/T.swift", text: text), table).count == count)
    }

    @Test(arguments: ["| `B` | | | |", "| `C` | `GRDB` | | |", "| `C` | | `D` | |", "\n| module | owns | may import | what |"])
    func findsAContradictoryTable(row: String) {
        #expect(ModuleTable(TextFile(path: "ARCHITECTURE.md", text: Self.sample + "\n" + row)).offences.count == 1)
    }
}
