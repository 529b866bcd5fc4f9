import OrchestratorModel
import Testing

@testable import OrchestratorEngine

@Suite struct AgentReportTests {
    @Test func readsWhatKnownAgentsPrint() {
        let report = AgentReport(
            output: """
                {"type":"result","result":"Mended it.","model":"m-1","total_cost_usd":0.1234,"usage":{"input_tokens":12,"output_tokens":3}}
                """)
        #expect(report.summary == "Mended it.")
        #expect(report.usage == Usage(model: "m-1", inputTokens: 12, outputTokens: 3, costMicrodollars: 123_400))
    }

    @Test(arguments: [
        ("{\"result\":\"r\",\"summary\":\"s\"}", "r"), ("{\"summary\":\"s\",\"message\":\"m\"}", "s"), ("{\"message\":\"m\"}", "m"),
        ("noise\n{\"message\":\"first\"}\nmore\n{\"message\":\"last\"}\ntail", "last"),
        ("noise\r\n{\"message\":\"\u{2028} on Windows\"}\r\ntail\r\n", "\u{2028} on Windows"),
        ("  {\n  \"message\": \"of several lines\"\n}\n", "of several lines"),
    ])
    func takesTheLastObject(output: String, summary: String) {
        #expect(AgentReport(output: output).summary == summary)
    }

    @Test(arguments: [
        "", "no JSON", "[1, 2]", "{\"message\": ", "{\"result\": 7}", "{}", "\"text\"", "{\"usage\": 3, \"total_cost_usd\": \"much\"}",
    ])
    func passesOverAnythingElse(output: String) {
        #expect(AgentReport(output: output) == AgentReport(output: ""))
        #expect(AgentReport(output: output).summary == nil && AgentReport(output: output).usage == nil)
    }

    @Test func passesOverNumbersThatTheStoreRefuses() {
        let report = AgentReport(
            output: "{\"total_cost_usd\": -0.5, \"usage\": {\"input_tokens\": -12, \"output_tokens\": 9223372036854775807}, \"model\": \"m\"}")
        #expect(report.usage == Usage(model: "m"))
        let most = AgentReport(output: "{\"usage\": {\"input_tokens\": 0, \"output_tokens\": 1000000000000}, \"cost_usd\": 2000000}")
        #expect(most.usage == Usage(inputTokens: 0, outputTokens: Limits.usage))
    }

    @Test func survivesACostBeyondAllBounds() {
        #expect(AgentReport(output: "{\"total_cost_usd\": 1e300}").usage == nil)
        #expect(AgentReport(output: "{\"cost_usd\": 2}").usage?.costMicrodollars == 2_000_000)
    }
}
