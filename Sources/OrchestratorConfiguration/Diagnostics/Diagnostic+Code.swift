extension Diagnostic {
    /// A diagnostic of one of the known kinds.
    init(
        _ severity: Severity, code: DiagnosticCode, path: String? = nil, message: String, file: String? = nil, variable: String? = nil,
        argument: String? = nil, help: String? = nil
    ) {
        self.init(
            severity, code: code.rawValue, path: path, message: message, file: file, variable: variable, argument: argument, help: help)
    }
}
