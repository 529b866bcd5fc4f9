import Foundation
import Testing

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Waits for conditions of the outside world.
enum Waiting {
    struct Expired: Error, CustomStringConvertible {
        let description: String
    }

    /// Looks again and again until the condition holds.
    ///
    /// - Throws: ``Expired`` when it does not for half a minute.
    static func until(_ what: String, _ condition: () throws -> Bool) async throws {
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(30)
        while try !condition() {
            guard clock.now < deadline else { throw Expired(description: "waited in vain until \(what)") }
            // Two milliseconds between two looks leave the processor to those who are waited for.
            poll(nil, 0, 2)
            await Task.yield()
        }
    }
}
