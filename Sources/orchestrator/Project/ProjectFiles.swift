import AgentOrchestrator
import Foundation

/// The files at the top of a repository, as far as they tell how it is built.
struct ProjectFiles {
    let directory: String

    func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: "\(directory)/\(name)") }

    /// The text of a file; empty where there is none.
    func text(_ name: String) -> String {
        FileManager.default.contents(atPath: "\(directory)/\(name)").map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// The names of the scripts of package.json that do something.
    var packageScripts: Set<String> {
        guard let package = try? JSONDecoder().decode(JSONValue.self, from: Data(text("package.json").utf8)),
            let scripts = package["scripts"]?.object
        else { return [] }
        // What `npm init` writes fails on purpose.
        return Set(scripts.filter { $0.value.string?.contains("no test specified") == false }.keys)
    }

    /// The names of the targets of the Makefile.
    var makeTargets: Set<String> {
        guard let makefile = ["GNUmakefile", "makefile", "Makefile"].first(where: has) else { return [] }
        let lines = text(makefile).split(whereSeparator: \.isNewline)
        return Set(
            lines.compactMap { line in
                guard let first = line.first, !first.isWhitespace, first != "#", let colon = line.firstIndex(of: ":"),
                    !line[line.index(after: colon)...].hasPrefix("=")
                else { return nil }
                let names = line[..<colon].split(separator: " ")
                return names.count == 1 ? String(names[0]) : nil
            })
    }
}
