/// What must be true of several settings together, and of the world that they point at.
struct ConfigurationRules {
    let configuration: Configuration
    let merged: MergedMap
    var problems: ProblemList

    mutating func check() {
        checkRequired(.map(merged), .map(ConfigurationLoader.shape), "")
        checkChunks()
        checkLease()
        checkAgents()
        checkPaths()
        checkSecrets()
    }

    /// Entries that lack a key which has no default.
    private mutating func checkRequired(_ merged: Merged, _ shape: Shape, _ path: String) {
        switch (merged, shape) {
        case (.map(let map), .map(let shape)):
            for key in shape.keys where key.isRequired && map.members[key.name] == nil { reportMissing(key, map.place, path) }
            for name in map.order { descend(map.members[name], .map(shape), name, path) }
        case (.map(let map), .list): for name in map.order { descend(map.members[name], shape, name, path) }
        case (.elements(let elements, _), .list(let list)):
            for (index, element) in elements.enumerated() { checkRequired(element, list.element, "\(path)[\(index)]") }
        default: break
        }
    }

    private mutating func descend(_ member: Merged?, _ shape: Shape, _ name: String, _ path: String) {
        guard let member, let inner = shape.member(name) else { return }
        checkRequired(member, inner, SettingPath.appending(path, name))
    }

    private mutating func reportMissing(_ key: Key, _ place: Place, _ path: String) {
        let own = SettingPath.appending(path, key.name)
        guard !problems.failedPaths.contains(own) else { return }
        problems.report(.required, path: own, at: place, "'\(path)' has no '\(key.name)'", help: Advice.give(key.name))
    }

    private mutating func checkChunks() {
        guard configuration.rag.chunkOverlap >= configuration.rag.chunkSize else { return }
        report(
            "rag.chunk_overlap", "rag.chunk_size", "must be smaller than 'rag.chunk_size', which is \(configuration.rag.chunkSize)",
            reverse: "must be greater than 'rag.chunk_overlap', which is \(configuration.rag.chunkOverlap)")
    }

    private mutating func checkLease() {
        guard configuration.state.leaseRenewal >= configuration.state.leaseTTL else { return }
        report(
            "state.lease_renewal", "state.lease_ttl",
            "must be smaller than 'state.lease_ttl', which is \(DurationText.text(configuration.state.leaseTTL))",
            reverse: "must be greater than 'state.lease_renewal', which is \(DurationText.text(configuration.state.leaseRenewal))")
    }

    /// Complains at the first setting where that was set, else at the second.
    private mutating func report(_ path: String, _ other: String, _ sentence: String, reverse: String) {
        guard !problems.failedPaths.contains(path), !problems.failedPaths.contains(other) else { return }
        if let place = place(path) {
            let second = self.place(other).map { " (\($0.description))" } ?? ""
            problems.report(.relation, path: path, at: place, reveals: true, "'\(path)' \(sentence)\(second)")
        } else {
            problems.report(.relation, path: other, at: self.place(other), reveals: true, "'\(other)' \(reverse)")
        }
    }

    private mutating func checkAgents() {
        for (name, agent) in configuration.agents.sorted(by: { $0.key < $1.key }) where name != "shell" {
            let path = SettingPath.appending("agents", name)
            guard !problems.failedPaths.contains("\(path).command"), agent.command.first?.isEmpty ?? true else { continue }
            problems.report(
                .required, path: "\(path).command", at: place("\(path).command") ?? place(path), "the agent '\(name)' has no command",
                help: "give it a 'command', as [program, argument]")
        }
        guard configuration.agents[configuration.execution.agent] == nil, !problems.failedPaths.contains("execution.agent") else { return }
        let known = configuration.agents.keys.sorted()
        let nearest = NearestName.to(configuration.execution.agent, among: known).map { "did you mean '\($0)'?" }
        problems.report(
            .unknownAgent, path: "execution.agent", at: place("execution.agent"), reveals: true,
            "'execution.agent' names an agent that 'agents' does not have", help: nearest ?? "known are \(known.joined(separator: ", "))")
    }

    // MARK: Secrets

    /// A password that is written into a file which git keeps is no secret any more.
    private mutating func checkSecrets() {
        func visit(_ merged: Merged, _ shape: Shape, _ path: String) {
            switch (merged, shape) {
            case (.leaf(let setting), .scalar(let type)) where type.mayHoldSecret: checkSecret(setting, path)
            case (.map(let map), _):
                for name in map.order {
                    guard let member = map.members[name], let inner = shape.member(name), inner.mayHoldSecret else { continue }
                    visit(member, inner, SettingPath.appending(path, name))
                }
            default: break
            }
        }
        visit(.map(merged), .map(ConfigurationLoader.shape), "")
    }

    private mutating func checkSecret(_ setting: Setting, _ path: String) {
        guard case .text(let text) = setting.value, URLText.redacted(text) != text, case .file(let file) = setting.place.source.kind,
            GitIndex.tracks(file)
        else { return }
        problems.report(
            .secretInFile, path: path, at: setting.place, "'\(path)' holds a password in a file that git tracks",
            help:
                "move it into a file that git ignores and name that in ORCHESTRATOR__\(path.uppercased().replacing(".", with: "__"))__FILE",
            as: .warning)
    }

    // MARK: Paths

    private mutating func checkPaths() {
        checkDirectory("artifacts.base_path", configuration.artifacts.basePath)
        checkFile("logging.file_path", configuration.logging.filePath)
        if case .sqlite(let path) = configuration.state.url { checkFile("state.url", path) }
    }

    private mutating func checkDirectory(_ key: String, _ path: String) {
        if FileText.exists(path) && !FileText.isDirectory(path) {
            reportPath(key, "names a file where a directory must be")
        } else {
            checkAncestor(key, path, isThere: FileText.exists(path))
        }
    }

    private mutating func checkFile(_ key: String, _ path: String) {
        if FileText.isDirectory(path) {
            reportPath(key, "names a directory where a file must be")
        } else {
            checkAncestor(key, FilePaths.parent(path), isThere: FileText.exists(path))
        }
    }

    /// What does not exist yet is made when it is first needed; it must be possible to. What is there may be meant to be read alone.
    private mutating func checkAncestor(_ key: String, _ path: String, isThere: Bool) {
        var directory = path
        while !FileText.exists(directory) && directory != "/" && !directory.isEmpty { directory = FilePaths.parent(directory) }
        if !FileText.isDirectory(directory) {
            reportPath(key, "lies below a file")
        } else if !isThere, !FileText.isWritable(directory) {
            reportPath(key, "lies in a directory that can't be written", isSure: false)
        }
    }

    /// A default that can't be written to is no mistake of anyone's yet: it may never be needed.
    private mutating func reportPath(_ key: String, _ sentence: String, isSure: Bool = true) {
        guard !problems.failedPaths.contains(key) else { return }
        let place = place(key)
        problems.report(
            .path, path: key, at: place, reveals: true, "'\(key)' \(sentence)", as: isSure || place != nil ? .error : .warning)
    }

    /// Where a setting was said last; `nil` for a default.
    private func place(_ path: String) -> Place? {
        merged.member(path)?.place
    }
}
