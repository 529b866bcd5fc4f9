import Foundation

/// A process of this program that does what it is told, one order after the other.
final class ClaimChild {
    private let process = Process()
    private let (orders, answers) = (Pipe(), Pipe())

    enum Order: UInt8 {
        case claim, end
    }

    init(_ arguments: [String]) throws {
        process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
        process.arguments = arguments
        (process.standardInput, process.standardOutput) = (orders, answers)
        try process.run()
        // Only the process has it open then, so that its end is seen.
        try answers.fileHandleForWriting.close()
    }

    func give(_ order: Order) throws { try orders.fileHandleForWriting.write(contentsOf: [order.rawValue]) }

    /// Waits until it has done what it was told, or is ready.
    func answer() throws -> UInt8 {
        guard let byte = try answers.fileHandleForReading.read(upToCount: 1)?.first else {
            throw ChildProcess.Failure(program: CommandLine.arguments[0], status: 1)
        }
        return byte
    }

    /// Waits until it has ended, for there are no more orders.
    func finish() throws {
        try orders.fileHandleForWriting.close()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw ChildProcess.Failure(program: CommandLine.arguments[0], status: process.terminationStatus) }
    }

    /// Waits in the process for what it is told; `nil` where there is nothing more, or nobody to tell it.
    static func order() -> Order? { (try? FileHandle.standardInput.read(upToCount: 1))?.first.flatMap(Order.init) }

    /// Says in the process that it is ready, or has done what it was told.
    static func answer(_ count: Int) throws { try FileHandle.standardOutput.write(contentsOf: [UInt8(clamping: count)]) }
}
