internal import Foundation
internal import OrchestratorModel

/// What local times mean that say nothing of their zone.
struct LegacyZone: Sendable {
    /// The zone, for people.
    let name: String
    /// Seconds east of UTC at a local time, given as if it were UTC.
    let offset: @Sendable (_ localSeconds: Int) -> Int

    /// The zone of this machine, or that of the variable `TZ`.
    static var machine: LegacyZone {
        tzset()
        return LegacyZone(name: machineName) { local in
            var (time, fields) = (time_t(local), tm())
            gmtime_r(&time, &fields)
            // The system finds out by itself whether clocks were put forward then.
            fields.tm_isdst = -1
            return local - Int(mktime(&fields))
        }
    }

    private static var machineName: String {
        if let name = ProcessInfo.processInfo.environment["TZ"], !name.isEmpty { return name }
        let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/etc/localtime")
        if let link, let range = link.range(of: "zoneinfo/") { return String(link[range.upperBound...]) }
        var (time, fields) = (time_t(0), tm())
        localtime_r(&time, &fields)
        return fields.tm_zone.map { String(cString: $0) } ?? "local"
    }

    /// Reads `YYYY-MM-DD[ hh:mm[:ss[.f…]]]`, with `T` in place of the space too. What has an offset from UTC behind it is taken at its word.
    func time(_ text: String) -> Timestamp? {
        guard let match = text.wholeMatch(of: /\s*(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d)(:\d\d)?(\.\d{1,9})?)?\s*(Z|[+-]\d\d:?\d\d)?\s*/) else { return nil }
        let clock = "\(match.1)T\(match.2 ?? "00:00")\(match.3 ?? ":00")\(match.4 ?? "")Z"
        guard let local = Timestamp(clock) else { return nil }
        let seconds = Int((local.microsecondsSinceEpoch - (local.microsecondsSinceEpoch % 1_000_000 + 1_000_000) % 1_000_000) / 1_000_000)
        return local + .seconds(-(match.5.map { Self.offset(String($0)) } ?? offset(seconds)))
    }

    private static func offset(_ text: String) -> Int {
        let digits = text.compactMap(\.wholeNumberValue)
        guard digits.count == 4 else { return 0 }
        let seconds = (digits[0] * 10 + digits[1]) * 3600 + (digits[2] * 10 + digits[3]) * 60
        return text.hasPrefix("-") ? -seconds : seconds
    }
}
