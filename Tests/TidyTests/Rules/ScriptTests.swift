import Foundation
import Testing

/// The shell scripts are fit to be run.
@Suite struct ScriptTests {
    private func syntaxErrors(in file: TextFile) -> [Offence] {
        guard let shell = file.shell else { return [] }
        do {
            _ = try Command.output(of: [shell, "-n"], input: file.text)
            return []
        } catch {
            return [Offence(file, 1, "\(error)")]
        }
    }

    @Test func scriptsAreWellFormed() throws {
        let scripts = try Tree.here.get().files.filter { $0.shell != nil }
        #expect(scripts.contains { $0.shell == "sh" } && scripts.contains { $0.shell == "bash" })
        expectNone(scripts.flatMap(syntaxErrors), "The shell can't read these scripts:")
    }

    @Test func scriptsAreExecutable() throws {
        let tree = try Tree.here.get()
        let scripts = tree.files.filter { $0.text.hasPrefix("#!") }
        let offences = scripts.filter { !FileManager.default.isExecutableFile(atPath: tree.root.appending(path: $0.path).path) }
            .map { Offence($0, 1, "begins with '#!' but can't be executed") }
        expectNone(offences, "A script that names its interpreter is executable (chmod +x):")
    }

    @Test(arguments: [
        ("a.sh", "if true; then echo", 1), ("a", "#!/usr/bin/env bash\necho $(", 1), ("a.sh", "if true; then echo; fi", 0),
        ("a.txt", "if", 0),
        ("a", "#!/bin/bash\na=(1 2)", 0),
    ])
    func findsSyntaxErrors(path: String, text: String, count: Int) {
        #expect(syntaxErrors(in: TextFile(path: path, text: text)).count == count)
    }
}
