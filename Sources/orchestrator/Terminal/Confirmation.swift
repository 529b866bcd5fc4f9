import AgentOrchestrator
import Foundation

/// Asks a person before something is destroyed.
enum Confirmation {
    /// Returns where the answer is yes. Where there is no terminal to ask on, it must have been given beforehand.
    ///
    /// - Parameters:
    ///   - question: Safe to print; ends with a question mark.
    ///   - isGiven: Whether the answer was given on the command line.
    static func ask(_ question: String, isGiven: Bool) throws {
        if isGiven { return }
        guard isatty(0) == 1, Console.errors.isTerminal else {
            throw Failure(.usage, "nobody can be asked here: say --yes to go on, or --dry-run to see what it would do")
        }
        Console.errors.write("\(question) [y/N] ")
        let answer = readLine()?.trimmingCharacters(in: .whitespaces).lowercased() ?? ""
        guard answer == "y" || answer == "yes" else { throw Failure(.failure, "nothing was deleted") }
    }
}
