import Foundation
import OrchestratorConfiguration

/// Files are made here, once for the process.
private let directory: String = {
    let path = FileManager.default.temporaryDirectory.appending(path: "fuzz-\(ProcessInfo.processInfo.processIdentifier)").path()
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
}()

/// What libFuzzer calls: the first byte chooses the way in, the rest is the input. Whatever it is, the answer must be a report.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = [UInt8](UnsafeBufferPointer(start: data, count: count))
    guard let way = input.first else { return 0 }
    let bytes = Array(input.dropFirst())
    let start = processorSeconds
    defer { precondition(processorSeconds - start < 1, "an input that takes more than a second") }
    switch way % 6 {
    case 0, 1, 2: loadFile(bytes)
    case 3: loadTexts(bytes)
    case 4: edit(bytes)
    default: loadPlan(bytes)
    }
    return 0
}

/// What this process has used of the processor: other programs on the machine don't make an input slow.
private var processorSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

private func request(settings: [String] = [], environment: [String: String] = [:]) -> ConfigurationRequest {
    ConfigurationRequest(
        workingDirectory: directory, projectDirectory: directory, settings: settings, environment: environment, systemFile: "\(directory)/none")
}

private func write(_ bytes: [UInt8], _ name: String) -> String {
    let path = "\(directory)/\(name)"
    guard let file = fopen(path, "w") else { fatalError("can't write \(path)") }
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
    return path
}

/// Prints everything that can be printed of a configuration, or of what is wrong with it.
private func show(_ request: ConfigurationRequest) {
    do {
        let loaded = try Configuration.load(request)
        precondition(!loaded.text(showsOrigins: true).isEmpty)
        precondition((try? loaded.restored(from: loaded.document))?.document == loaded.document, "a snapshot that does not come back")
        for warning in loaded.warnings { precondition(!warning.render(colored: true).isEmpty) }
    } catch {
        precondition(error.diagnostics.contains { $0.severity == .error })
        for diagnostic in error.diagnostics { precondition(!diagnostic.render(colored: true).isEmpty) }
    }
}

private func loadFile(_ bytes: [UInt8]) {
    var request = request()
    request.configurationFile = write(bytes, "c.yaml")
    show(request)
}

/// The first line is a variable or an argument, the second its value.
private func loadTexts(_ bytes: [UInt8]) {
    let parts = String(decoding: bytes, as: UTF8.self).split(separator: "\n", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return show(request(settings: parts)) }
    show(request(settings: ["\(parts[0])=\(parts[1])"], environment: ["ORCHESTRATOR__\(parts[0])": parts[1]]))
}

private let keys = [
    ("execution.max_retries", "7"), ("git.commit_message_template", "a: b # c"), ("agents.bot.command", "[x, y]"), ("llm.model", "no"),
    ("verification.custom_tests.one.timeout", "9s"), ("execution.budget.max_duration", "8h"),
]

/// An edit is refused, or the result says what was meant.
private func edit(_ bytes: [UInt8]) {
    for (key, value) in keys {
        guard let edit = try? DocumentEdit.setting(key, to: value, in: bytes, name: "c.yaml") else { continue }
        let again = try? DocumentEdit.setting(key, to: value, in: edit.text, name: "c.yaml")
        precondition(again?.isUnchanged ?? false, "an edit that does not hold")
    }
}

private func loadPlan(_ bytes: [UInt8]) {
    guard let loaded = try? Configuration.load(request()) else { fatalError("the defaults don't load") }
    do {
        let (plan, _) = try Plan.load(write(bytes, "plan.yaml"), configuration: loaded)
        precondition(!plan.phases.isEmpty)
    } catch {
        precondition(error.diagnostics.contains { $0.severity == .error })
        for diagnostic in error.diagnostics { precondition(!diagnostic.render().isEmpty) }
    }
}
