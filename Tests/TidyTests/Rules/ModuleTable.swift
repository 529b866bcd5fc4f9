/// The table of modules in ARCHITECTURE.md: which module may import what.
struct ModuleTable {
    struct Row {
        let line: Int
        let owns: Set<String>
        let mayImport: Set<String>
    }

    private(set) var modules: [String: Row] = [:]
    /// What every module may import.
    private(set) var everywhere: Set<String> = []
    /// Problems of the table itself.
    private(set) var offences: [Offence] = []

    init(_ file: TextFile) {
        var isInside = false
        for (index, line) in file.lines.enumerated() {
            let cells = line.split(separator: "|", omittingEmptySubsequences: false).dropFirst().dropLast().map { Array(names(in: $0)) }
            if line.filter({ $0 != " " }) == "|module|owns|mayimport|what|" {
                if isInside || !modules.isEmpty { offences.append(Offence(file, index + 1, "a second table of modules")) }
                isInside = true
            } else if !line.hasPrefix("|") {
                isInside = false
            } else if isInside, !line.hasPrefix("|-"), cells.count == 4 {
                add(cells, Offence(file, index + 1, "the row is not the only one for its module"))
            }
        }
        checkOwners(file)
    }

    func mayImport(_ name: String, in module: String) -> Bool {
        guard let row = modules[module] else { return false }
        return name == module || row.owns.contains(name) || row.mayImport.contains(name) || everywhere.contains(name)
    }

    private mutating func add(_ cells: [[String]], _ repeated: Offence) {
        guard let module = cells[0].first else {
            everywhere.formUnion(cells[2])
            return
        }
        if modules[module] != nil { offences.append(repeated) }
        modules[module] = Row(line: repeated.line, owns: Set(cells[1]), mayImport: Set(cells[2]))
    }

    private mutating func checkOwners(_ file: TextFile) {
        var owners: [String: String] = [:]
        for (module, row) in modules.sorted(by: { $0.value.line < $1.value.line }) {
            for name in row.owns.sorted() {
                if let owner = owners[name] { offences.append(Offence(file, row.line, "'\(name)' belongs to '\(owner)' already")) }
                owners[name] = module
            }
            for name in row.mayImport.sorted() where modules[name] == nil {
                offences.append(Offence(file, row.line, "'\(module)' may import '\(name)', which has no row"))
            }
        }
    }

    /// What stands between backticks.
    private func names(in cell: Substring) -> [String] {
        cell.split(separator: "`", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) }
    }
}
