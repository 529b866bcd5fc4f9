/// Settings from `ORCHESTRATOR__…` variables.
enum EnvironmentLayer {
    static let prefix = "ORCHESTRATOR__"
    static let fileSuffix = "__FILE"

    /// One document for each variable that names a setting, those that reach less deep first.
    static func documents(
        _ environment: [String: String], shape: MapShape, directory: String, problems: inout ProblemList
    ) -> [Node] {
        let names = environment.keys.filter { $0.hasPrefix(prefix) }
            .sorted { ($0.utf8.count { $0 == UInt8(ascii: "_") }, $0) < ($1.utf8.count { $0 == UInt8(ascii: "_") }, $1) }
        return names.compactMap { name in
            let value = environment[name] ?? ""
            if let target = SettingTarget(variable: name, in: shape) {
                return node(target, variable: name, value: value, directory: directory, problems: &problems)
            }
            if name.hasSuffix(fileSuffix), let target = SettingTarget(variable: String(name.dropLast(fileSuffix.count)), in: shape) {
                return nodeFromFile(target, variable: name, path: value, environment, directory: directory, problems: &problems)
            }
            unknown(name, shape, &problems)
            return nil
        }
    }

    private static func node(
        _ target: SettingTarget, variable: String, value: String, directory: String, problems: inout ProblemList
    ) -> Node? {
        let source = Source(.variable(variable), layer: .environment, bytes: Array(value.utf8), directory: directory)
        return target.node(source, text: value, isJSON: true, problems: &problems)
    }

    /// The content of a file without the newline at its end; for secrets only, so that no other value is read through a detour.
    private static func nodeFromFile(
        _ target: SettingTarget, variable: String, path: String, _ environment: [String: String], directory: String,
        problems: inout ProblemList
    ) -> Node? {
        func report(_ code: DiagnosticCode, _ message: String, help: String? = nil) -> Node? {
            problems.add(
                Diagnostic(.error, code: code, path: target.path, message: message, variable: variable, help: help), layer: .environment)
            return nil
        }
        guard target.shape.mayHoldSecret else {
            return report(
                .secretFile, "'\(target.path)' is no secret, so it is not read from a file",
                help: "set \(variable.dropLast(fileSuffix.count))")
        }
        if environment[String(variable.dropLast(fileSuffix.count))] != nil {
            return report(.secretFile, "both \(variable.dropLast(fileSuffix.count)) and \(variable) are set", help: "unset one of them")
        }
        switch FileText.read(FilePaths.absolute(path, in: directory)) {
        case .missing: return report(.secretFile, "the file it names does not exist")
        case .failure(_, let problem): return report(.secretFile, "the file it names \(problem)")
        case .bytes(let bytes):
            guard var text = String(validating: bytes, as: UTF8.self) else {
                return report(.secretFile, "the file it names is not UTF-8")
            }
            while text.last == "\n" || text.last == "\r\n" { text.removeLast() }
            return node(target, variable: variable, value: text, directory: directory, problems: &problems)
        }
    }

    private static func unknown(_ name: String, _ shape: MapShape, _ problems: inout ProblemList) {
        let nearest = problems.nearest(to: name, among: variables(of: shape).map(\.name))
        problems.add(
            Diagnostic(
                .warning, code: .unknownVariable, message: "the variable \(name) names no setting", variable: name,
                help: nearest.map { "did you mean \($0)?" }), layer: .environment)
    }

    /// The variables of all settings with a fixed name, in the order of the schema.
    static func variables(of shape: MapShape) -> [(name: String, path: String)] {
        var result: [(name: String, path: String)] = []
        func visit(_ shape: MapShape, _ name: String, _ path: String) {
            for key in shape.keys where !key.isFileOnly {
                let own = name + key.name.uppercased()
                let ownPath = SettingPath.appending(path, key.name)
                if case .map(let map) = key.shape, !map.keys.isEmpty {
                    visit(map, own + "__", ownPath)
                } else {
                    result.append((own, ownPath))
                }
            }
        }
        visit(shape, prefix, "")
        return result
    }
}
