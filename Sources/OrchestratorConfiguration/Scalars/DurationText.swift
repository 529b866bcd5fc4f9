/// Durations as they are written: `90s`, `5m`, `1h30m`, `1.5h`, `250ms`. Units descend, each at most once.
enum DurationText {
    private static let units: [(name: String, nanoseconds: Int64)] = [
        ("d", 86_400_000_000_000), ("h", 3_600_000_000_000), ("m", 60_000_000_000), ("s", 1_000_000_000), ("ms", 1_000_000),
    ]

    /// What the JSON Schema says of it: at most 9 digits before the point of each number and 3 after it, so that no sum overflows and no
    /// fraction vanishes.
    static func pattern(isZeroAllowed: Bool) -> String {
        let parts = units.map { "([0-9]{1,9}(\\.[0-9]{1,3})?\($0.name))?" }.joined()
        return "^(?=.)" + (isZeroAllowed ? "" : "(?=.*[1-9])") + parts + "$"
    }

    /// The duration; `nil` where the text is none.
    static func duration(_ text: String) -> Duration? {
        var rest = text.utf8[...]
        var unit = 0
        var total = Duration.zero
        while !rest.isEmpty {
            guard let number = Number(&rest, decimals: 3) else { return nil }
            let name = String(rest.prefix { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }) ?? ""
            guard let index = units[unit...].firstIndex(where: { $0.name == name }) else { return nil }
            rest = rest.dropFirst(name.utf8.count)
            total += number.times(nanoseconds: units[index].nanoseconds)
            unit = index + 1
        }
        return text.isEmpty ? nil : total
    }

    /// A bare number of seconds; `nil` where the text is none, is negative, or has more than 9 digits on a side.
    static func seconds(_ text: String) -> Duration? {
        guard DecimalText.isNumber(text) else { return nil }
        var rest = text.utf8[...]
        guard let number = Number(&rest, decimals: 9), rest.isEmpty else { return nil }
        return number.times(nanoseconds: 1_000_000_000)
    }

    /// The shortest exact text in whole units: `1h30m`, `2s500ms`; below a millisecond as a fraction of one.
    static func text(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        if seconds < 0 || attoseconds < 0 { return "-" + text(.zero - duration) }
        var result = ""
        var rest = seconds
        for (name, size) in [("d", Int64(86_400)), ("h", 3600), ("m", 60), ("s", 1)] where rest >= size && (name != "d" || rest % size == 0) {
            result += "\(rest / size)\(name)"
            rest %= size
        }
        let nanoseconds = attoseconds / 1_000_000_000
        if nanoseconds > 0 {
            result += "\(nanoseconds / 1_000_000)"
            var fraction = String(String(nanoseconds % 1_000_000 + 1_000_000).dropFirst())
            while fraction.hasSuffix("0") { fraction.removeLast() }
            result += fraction.isEmpty ? "ms" : ".\(fraction)ms"
        }
        return result.isEmpty ? "0s" : result
    }

    private struct Number {
        private let whole: Int64
        /// The fraction in billionths.
        private let billionths: Int64

        init?(_ rest: inout Substring.UTF8View, decimals: Int) {
            guard let whole = Self.digits(&rest) else { return nil }
            self.whole = whole.value
            guard rest.first == UInt8(ascii: ".") else {
                billionths = 0
                return
            }
            rest.removeFirst()
            guard let fraction = Self.digits(&rest), fraction.count <= decimals else { return nil }
            billionths = (fraction.count..<9).reduce(fraction.value) { value, _ in value * 10 }
        }

        /// A billionth of a day is 86.4 µs: whole nanoseconds times billionths stay below 2^63.
        func times(nanoseconds: Int64) -> Duration {
            let (high, low) = nanoseconds.multipliedFullWidth(by: billionths)
            let fraction = Int64(1_000_000_000).dividingFullWidth((high, low)).quotient
            let base: Duration =
                nanoseconds < 1_000_000_000 ? .nanoseconds(whole * nanoseconds) : .seconds(whole * (nanoseconds / 1_000_000_000))
            return base + .nanoseconds(fraction)
        }

        private static func digits(_ rest: inout Substring.UTF8View) -> (value: Int64, count: Int)? {
            let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            guard (1...9).contains(digits.count) else { return nil }
            rest = rest.dropFirst(digits.count)
            return (digits.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }, digits.count)
        }
    }
}
