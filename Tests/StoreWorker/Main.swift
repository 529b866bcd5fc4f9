import FaultyStorage
import Foundation
import OrchestratorDatabase
import OrchestratorModel
import OrchestratorSQLite
import OrchestratorState

/// Writes to a store the way a scenario does, and says on standard output what was acknowledged: for tests that kill it, take its power away or
/// make its storage fail.
///
///     StoreWorker SCENARIO DIRECTORY
///
/// `WORKER_EAGER=1` makes it acknowledge before it has written, `WORKER_NORMAL=1` gives up durability: controls that show what the tests see.
@main
enum Main {
    static func main() async {
        signal(SIGPIPE, SIG_IGN)
        let arguments = CommandLine.arguments
        guard arguments.count == 3, let scenario = Scenario(rawValue: arguments[1]) else {
            FileHandle.standardError.write(Data("usage: StoreWorker SCENARIO DIRECTORY\n".utf8))
            exit(2)
        }
        let worker = Worker(directory: arguments[2], scenario: scenario)
        do {
            try await worker.run()
        } catch {
            worker.report(error)
        }
        fault_power_loss()
        Acknowledgement.say("calls \(fault_count(0)) \(fault_count(1)) \(fault_count(2)) \(fault_count(3))")
        exit(0)
    }
}
