import OrchestratorDatabase
import Testing

/// Statements as values.
@Suite struct StatementTests {
    @Test func bindsWhatIsInterpolated() {
        let statement: SQLStatement = "SELECT \(1) WHERE name = \("'; --")"
        #expect(statement.text == "SELECT $1 WHERE name = $2")
        #expect(statement.values == [.integer(1), .text("'; --")])
    }

    @Test func numbersOnWhatIsAppended() {
        var statement: SQLStatement = "UPDATE t SET a = \(1) WHERE "
        statement.append("b = \(2) AND c IN (\(list: [3, 4]))")
        #expect(statement.text == "UPDATE t SET a = $1 WHERE b = $2 AND c IN ($3, $4)")
        #expect(statement.values == [.integer(1), .integer(2), .integer(3), .integer(4)])
    }

    @Test func numbersBeyondNine() {
        let parts = (1...12).map { number -> SQLStatement in "a = \(number)" }
        let statement: SQLStatement = "SELECT \(0) WHERE \(parts.joined(separator: " OR "))"
        #expect(statement.text.hasSuffix("a = $12 OR a = $13"))
        #expect(statement.values == (0...12).map { .integer(Int64($0)) })
    }

    @Test func comparesAnEmptyListWithNothing() {
        let statement: SQLStatement = "a IN (\(list: [Int]()))"
        #expect(statement.text == "a IN (NULL)")
    }
}
