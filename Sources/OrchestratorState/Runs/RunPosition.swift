internal import OrchestratorDatabase
internal import OrchestratorModel

/// Where a run stands among all: a whole number that grows with the time of creation, in which lists are ordered and pages continue.
///
/// It is the time in microseconds, with room for 1024 runs of one moment, which stand in the order of their arrival.
enum RunPosition {
    private static let room = 1024

    /// The first position of that moment, or after it. Moments beyond the years 1685 to 2255 count as those.
    static func first(at time: Timestamp) -> Int {
        let bound: Int64 = 9_000_000_000_000_000
        return Int(min(max(time.microsecondsSinceEpoch, -bound), bound)) * room
    }

    /// Whether a run that was created then may stand there. Those for which a moment has no room stand in the next one.
    static func isPossible(_ position: Int, createdAt time: Timestamp, in connection: any SQLConnection) throws -> Bool {
        let first = first(at: time)
        guard position >= first + room else { return position >= first }
        return try connection.first("SELECT 1 FROM runs WHERE position >= \(position - room) AND position < \(position)") { try $0.integer() } != nil
    }

    /// A position that is free.
    static func next(at time: Timestamp, in connection: any SQLConnection) throws -> Int {
        var first = first(at: time)
        while true {
            let last = try connection.first(
                "SELECT MAX(position) FROM runs WHERE position >= \(first) AND position < \(first + room)"
            ) { try $0.optionalInteger() }
            guard let last = last ?? nil else { return first }
            if last + 1 < first + room { return last + 1 }
            first += room
        }
    }
}
