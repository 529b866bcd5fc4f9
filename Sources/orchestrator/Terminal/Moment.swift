import AgentOrchestrator
import ArgumentParser
import Foundation

/// A moment as it is written on the command line: `2026-03-01`, `2026-03-01T09:30`, both local, `2026-03-01T09:30:00Z`, or `7d`, which is so long ago.
struct Moment: ExpressibleByArgument {
    let time: Timestamp

    init?(argument: String) {
        if let time = Timestamp(argument) {
            self.time = time
        } else if let (unit, number) = Self.duration(argument) {
            time = SystemWallClock().now + .seconds(-number * unit)
        } else if let time = Self.local(argument) {
            self.time = time
        } else {
            return nil
        }
    }

    private static func duration(_ text: String) -> (unit: Int, number: Int)? {
        let units = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
        guard let unit = text.last.flatMap({ units[String($0)] }), let number = Int(text.dropLast()), (0...100_000).contains(number) else { return nil }
        return (unit, number)
    }

    private static func local(_ text: String) -> Timestamp? {
        guard let match = text.wholeMatch(of: /(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d))?)?/) else { return nil }
        let clock = "\(match.4 ?? "00"):\(match.5 ?? "00"):\(match.6 ?? "00")"
        // The calendar would make another date of one that does not exist.
        guard Timestamp("\(match.1)-\(match.2)-\(match.3)T\(clock)Z") != nil else { return nil }
        var fields = tm()
        let parts = [match.1, match.2, match.3, match.4 ?? "0", match.5 ?? "0", match.6 ?? "0"].map { Int32($0) ?? 0 }
        (fields.tm_year, fields.tm_mon, fields.tm_mday) = (parts[0] - 1900, parts[1] - 1, parts[2])
        (fields.tm_hour, fields.tm_min, fields.tm_sec, fields.tm_isdst) = (parts[3], parts[4], parts[5], -1)
        return Timestamp(microsecondsSinceEpoch: Int64(mktime(&fields)) * 1_000_000)
    }
}
