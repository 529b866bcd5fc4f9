/// There is no server for the tests that need one.
package struct TestServerMissing: Error, CustomStringConvertible {
    package let description: String

    init(_ reason: String) {
        description = reason
    }
}
