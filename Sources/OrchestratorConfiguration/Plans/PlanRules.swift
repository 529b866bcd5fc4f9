import OrchestratorModel

/// What must be true of the phases of a plan together.
struct PlanRules {
    let document: PlanDocument
    /// The plan as it is written, for places.
    let root: Node
    let loaded: LoadedConfiguration
    var problems: ProblemList

    /// The absolute path, or the URL.
    var repository: String {
        let written = document.repository ?? "."
        return RepositoryAddress(written).url ?? FilePaths.absolute(written, in: loaded.projectDirectory)
    }

    /// The phases with their names resolved; what can't be resolved is reported and left out.
    mutating func drafts() -> [PhaseDraft] {
        checkWhole()
        var numbers: [String: Int] = [:]
        for (index, step) in document.phases.enumerated() {
            checkTitle(step, index, &numbers)
            checkAgent(step, index)
            checkFiles(step, index)
            checkSizes(step, index)
        }
        let dependencies = document.phases.enumerated().map { self.dependencies($0.element, $0.offset, numbers) }
        checkCircle(dependencies)
        return zip(document.phases, dependencies).map { step, dependencies in
            PhaseDraft(
                title: step.title, intent: step.intent, size: step.size,
                plan: Phase.Plan(files: step.files, acceptanceCriteria: step.acceptanceCriteria, risks: step.risks),
                dependencies: dependencies,
                agent: step.agent, script: step.script, maxRetries: step.maxRetries ?? loaded.configuration.execution.maxRetries)
        }
    }

    // MARK: The plan

    private mutating func checkWhole() {
        if root["title"] == nil { report(.required, "title", root.place, "the plan has no 'title'", help: Advice.give("title")) }
        checkLength(document.title, "title", root["title"]?.value.place)
        if document.phases.isEmpty && !problems.hasErrors {
            report(
                .required, "phases", root["phases"]?.value.place ?? root.place, "the plan has no 'phases'",
                help: "give it at least one phase")
        }
        if document.phases.count > Limits.phases {
            report(.range, "phases", root["phases"]?.value.place, "a plan has at most \(Limits.phases) phases")
        }
        checkRepository()
        if let documentation = document.documentation, !isInside(documentation) {
            report(.outside, "documentation", root["documentation"]?.value.place, "the document lies outside of the repository")
        }
    }

    private mutating func checkRepository() {
        let address = RepositoryAddress(repository)
        if let problem = address.problem {
            report(
                .path, "repository", root["repository"]?.value.place, "'repository' \(problem)",
                help: problem.contains("password") ? RepositoryAddress.credentialAdvice : nil)
        } else if address.url == nil, !FileText.isDirectory(repository) {
            report(.path, "repository", root["repository"]?.value.place, "'repository' must be a directory that exists, or a URL")
        }
    }

    private func isInside(_ path: String) -> Bool {
        // Where a clone will be is not known yet, and does not matter.
        let top = RepositoryAddress(repository).url == nil ? FilePaths.absolute(repository, in: "/") : "/repository"
        return FilePaths.contains(top, FilePaths.absolute(path, in: top))
    }

    // MARK: One phase

    private mutating func checkTitle(_ step: PlanDocument.Step, _ index: Int, _ numbers: inout [String: Int]) {
        let path = "phases[\(index)]"
        for (name, key) in [("title", step.title), ("intent", step.intent)]
        where key.isEmpty && phase(index)?[name] == nil && phase(index)?.entries != nil {
            report(.required, "\(path).\(name)", phase(index)?.place, "phase \(index + 1) has no '\(name)'", help: Advice.give(name))
        }
        guard !step.title.isEmpty else { return }
        checkLength(step.title, "\(path).title", place(index, "title"))
        if let first = numbers[step.title] {
            let line = place(first - 1, "title").map { " in \($0.description)" } ?? ""
            report(
                .duplicateTitle, "\(path).title", place(index, "title"), "phase \(first) has this title already\(line)",
                help: "give each phase a title of its own")
        } else {
            numbers[step.title] = index + 1
        }
    }

    private mutating func checkLength(_ title: String, _ path: String, _ place: Place?) {
        guard title.unicodeScalars.count > Limits.title else { return }
        report(.range, path, place, "a title has at most \(Limits.title) characters")
    }

    private mutating func checkSizes(_ step: PlanDocument.Step, _ index: Int) {
        let texts = [
            ("intent", step.intent, Limits.text), ("script", step.script ?? "", Limits.name), ("agent", step.agent ?? "", Limits.name),
        ]
        for (name, text, limit) in texts where text.utf8.count > limit {
            report(.range, "phases[\(index)].\(name)", place(index, name), "'\(name)' has at most \(limit) bytes")
        }
        for (name, list) in [("acceptance_criteria", step.acceptanceCriteria), ("risks", step.risks), ("files", step.files)] {
            for (number, text) in list.enumerated() where text.utf8.count > Limits.text {
                report(
                    .range, "phases[\(index)].\(name)[\(number)]", place(index, name, number), "a text has at most \(Limits.text) bytes")
            }
        }
    }

    private mutating func checkAgent(_ step: PlanDocument.Step, _ index: Int) {
        let agents = loaded.configuration.agents
        let agent = step.agent ?? loaded.configuration.execution.agent
        let path = "phases[\(index)]"
        if step.agent != nil && agents[agent] == nil {
            let known = agents.keys.sorted()
            let nearest = problems.nearest(to: agent, among: known).map { "did you mean '\($0)'?" }
            report(
                .unknownAgent, "\(path).agent", place(index, "agent"), "there is no agent '\(agent)'",
                help: nearest ?? "known are \(known.joined(separator: ", "))")
        }
        if agent == "shell" && step.script == nil {
            report(
                .script, "\(path).script", place(index, "agent") ?? phase(index)?.place,
                "the agent 'shell' has nothing to run in phase \(index + 1)",
                help: "give the phase a 'script', or another 'agent'")
        }
        if agent != "shell" && step.script != nil {
            report(
                .script, "\(path).script", place(index, "script"),
                "only the agent 'shell' runs a 'script'; '\(agent)' carries out this phase",
                help: "remove the 'script', or set agent: shell", as: .warning)
        }
    }

    private mutating func checkFiles(_ step: PlanDocument.Step, _ index: Int) {
        for (number, file) in step.files.enumerated() where !isInside(file) {
            report(.outside, "phases[\(index)].files[\(number)]", place(index, "files", number), "the file lies outside of the repository")
        }
    }

    // MARK: Dependencies

    private mutating func dependencies(_ step: PlanDocument.Step, _ index: Int, _ numbers: [String: Int]) -> [Int] {
        guard let written = step.dependencies else { return index == 0 ? [] : [index] }
        var result: Set<Int> = []
        for (position, name) in written.enumerated() {
            let path = "phases[\(index)].dependencies[\(position)]"
            let place = place(index, "dependencies", position)
            let number = numbers[name] ?? (DecimalText.isWhole(name) ? Int(name) : nil)
            guard let number, document.phases.indices.contains(number - 1) else {
                let nearest = problems.nearest(to: name, among: document.phases.map(\.title)).map { "did you mean '\($0)'?" }
                report(
                    .unknownDependency, path, place, "no phase has this title or number",
                    help: nearest ?? "write a title, or a number from 1 to \(document.phases.count)")
                continue
            }
            if number == index + 1 {
                report(.circle, path, place, "phase \(number) depends on itself")
            } else {
                result.insert(number)
            }
        }
        return result.sorted()
    }

    private mutating func checkCircle(_ dependencies: [[Int]]) {
        guard let circle = PhaseOrder.circle(in: dependencies), let first = circle.first else { return }
        let names = circle.map { number in "\(number) '\(document.phases[number - 1].title)'" }.joined(separator: " → ")
        report(
            .circle, "phases[\(first - 1)].dependencies", place(first - 1, "dependencies") ?? phase(first - 1)?.place,
            "the phases depend on each other in a circle: \(names)", help: "remove one of these dependencies")
    }

    // MARK: Places

    private func phase(_ index: Int) -> Node? {
        guard case .list(let phases)? = root["phases"]?.value.content, phases.indices.contains(index) else { return nil }
        return phases[index]
    }

    private func place(_ index: Int, _ name: String, _ element: Int? = nil) -> Place? {
        guard let value = phase(index)?[name]?.value else { return nil }
        guard let element else { return value.place }
        guard case .list(let elements) = value.content, elements.indices.contains(element) else { return value.place }
        return elements[element].place
    }

    private mutating func report(
        _ code: DiagnosticCode, _ path: String, _ place: Place?, _ message: String, help: String? = nil,
        as severity: Diagnostic.Severity = .error
    ) {
        guard !problems.failedPaths.contains(path) else { return }
        problems.report(code, path: path, at: place, reveals: true, message, help: help, as: severity)
    }
}
