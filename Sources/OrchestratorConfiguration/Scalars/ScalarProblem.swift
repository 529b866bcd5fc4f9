/// Why a text is not a value of its type; the sentence continues "KEY …".
struct ScalarProblem: Error {
    let code: DiagnosticCode
    let message: String
    var help: String?

    init(_ code: DiagnosticCode, _ message: String, help: String? = nil) {
        self.code = code
        self.message = message
        self.help = help
    }
}
