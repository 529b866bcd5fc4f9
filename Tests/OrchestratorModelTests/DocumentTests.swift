import Foundation
import OrchestratorModel
import Testing

@Suite struct DocumentTests {
    @Test func writesAbsentValuesAsNull() throws {
        let data = try JSONEncoder().encode(Usage(model: "m", inputTokens: 3))
        let value = try JSONDecoder().decode(JSONValue.self, from: data)
        #expect(value.canonicalText == #"{"cost_microdollars":null,"input_tokens":3,"model":"m","output_tokens":null}"#)
    }
}
