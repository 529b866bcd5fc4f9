/// Collects what is wrong with a value, all of it, before anything is written.
package struct Validation {
    package private(set) var violations: [Violation] = []

    package init() {}

    package mutating func add(_ field: String, _ problem: String) {
        violations.append(Violation(field, problem))
    }

    package mutating func title(_ text: String, _ field: String) {
        if text.allSatisfy(\.isWhitespace) { add(field, "must not be empty") }
        if text.unicodeScalars.count > Limits.title { add(field, "is longer than \(Limits.title) characters") }
        noNUL(text, field)
    }

    package mutating func text(_ text: String?, _ field: String, atMost limit: Int = Limits.text) {
        guard let text else { return }
        if text.utf8.count > limit { add(field, "is longer than \(limit) bytes") }
        noNUL(text, field)
    }

    package mutating func name(_ text: String?, _ field: String) {
        guard let text else { return }
        if text.isEmpty { add(field, "must not be empty") }
        self.text(text, field, atMost: Limits.name)
    }

    package mutating func positive(_ number: Int, _ field: String) {
        if number <= 0 { add(field, "must be greater than 0") }
    }

    package mutating func notNegative(_ number: Int, _ field: String) {
        if number < 0 { add(field, "must not be negative") }
    }

    /// - Throws: ``StateError/invalid(_:)`` with everything that was collected.
    package func check() throws {
        guard violations.isEmpty else { throw StateError.invalid(violations) }
    }

    private mutating func noNUL(_ text: String, _ field: String) {
        if text.utf8.contains(0) { add(field, "contains a NUL character") }
    }
}
