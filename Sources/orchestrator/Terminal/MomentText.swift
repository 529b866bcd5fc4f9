import AgentOrchestrator
import Foundation

/// Writes moments as people say them.
enum MomentText {
    /// `just now`, `42 s ago`, `3 h ago`, `in 5 min`; the date where it is more than a month.
    static func relative(_ time: Timestamp, now: Timestamp) -> String {
        let seconds = (now - time).components.seconds
        guard abs(seconds) < 30 * 86_400 else { return date(time) }
        guard abs(seconds) >= 2 else { return "just now" }
        return seconds > 0 ? "\(rough(seconds)) ago" : "in \(rough(-seconds))"
    }

    /// When something that has not been yet will be: `in 1 s`, `in 5 min`.
    static func ahead(_ time: Timestamp, now: Timestamp) -> String {
        let left = (time - now).components.seconds
        return left < 2 ? "in \(max(1, left)) s" : relative(time, now: now)
    }

    private static func rough(_ seconds: Int64) -> String {
        switch seconds {
        case ..<60: "\(seconds) s"
        case ..<3600: "\(seconds / 60) min"
        case ..<86_400: "\(seconds / 3600) h"
        default: "\(seconds / 86_400) d"
        }
    }

    /// `2026-11-22`, by the machine's time zone.
    static func date(_ time: Timestamp) -> String {
        let parts = local(time)
        return "\(padded(Int(parts.tm_year) + 1900, 4))-\(padded(Int(parts.tm_mon) + 1, 2))-\(padded(Int(parts.tm_mday), 2))"
    }

    /// `18:03:53`, by the machine's time zone.
    static func timeOfDay(_ time: Timestamp) -> String {
        let parts = local(time)
        return "\(padded(Int(parts.tm_hour), 2)):\(padded(Int(parts.tm_min), 2)):\(padded(Int(parts.tm_sec), 2))"
    }

    private static func local(_ time: Timestamp) -> tm {
        var seconds = time_t(time.microsecondsSinceEpoch / 1_000_000)
        var parts = tm()
        localtime_r(&seconds, &parts)
        return parts
    }

    private static func padded(_ number: Int, _ count: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, count - digits.count)) + digits
    }
}
