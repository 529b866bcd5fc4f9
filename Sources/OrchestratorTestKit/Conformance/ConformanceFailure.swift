/// What a database does that it should not.
package struct ConformanceFailure: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }

    /// Throws unless the condition holds.
    package static func unless(_ condition: Bool, _ description: @autoclosure () -> String) throws {
        if !condition { throw ConformanceFailure(description()) }
    }
}
