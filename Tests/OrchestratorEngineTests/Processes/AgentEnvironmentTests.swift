import Testing

@testable import OrchestratorEngine

@Suite struct AgentEnvironmentTests {
    let inherited = [
        "PATH": "/bin", "HOME": "/a", "LANG": "C", "TMPDIR": "/tmp", "TOKEN": "t", "ORCHESTRATOR__STATE__URL": "secret",
        "ORCHESTRATOR_HOME": "x",
        "ORCHESTRATOR_RUN_ID": "outer", "ORCHESTRATOR_FINDINGS_FILE": "outer", "1DIGIT": "x",
    ]

    @Test func inheritsEverythingButTheConfiguration() {
        let variables = AgentEnvironment.variables(inheriting: inherited, names: [], adding: ["ORCHESTRATOR_RUN_ID": "inner"])
        #expect(
            variables == [
                "PATH": "/bin", "HOME": "/a", "LANG": "C", "TMPDIR": "/tmp", "TOKEN": "t", "ORCHESTRATOR_HOME": "x",
                "ORCHESTRATOR_RUN_ID": "inner",
            ])
    }

    @Test func inheritsOnlyWhatIsListed() {
        let variables = AgentEnvironment.variables(
            inheriting: inherited, names: ["TOKEN", "ABSENT"], adding: ["ORCHESTRATOR_RUN_ID": "inner"])
        #expect(
            variables == ["PATH": "/bin", "HOME": "/a", "LANG": "C", "TMPDIR": "/tmp", "TOKEN": "t", "ORCHESTRATOR_RUN_ID": "inner"])
    }

    @Test func remembersTheExecutionsAroundIt() {
        let first = AgentEnvironment.variables(
            inheriting: ["ORCHESTRATOR_EXECUTION_ID": "a"], names: [], adding: ["ORCHESTRATOR_EXECUTION_ID": "b"])
        #expect(first == ["ORCHESTRATOR_OUTER_EXECUTION_IDS": "a", "ORCHESTRATOR_EXECUTION_ID": "b"])
        let second = AgentEnvironment.variables(inheriting: first, names: ["X"], adding: ["ORCHESTRATOR_EXECUTION_ID": "c"])
        #expect(second == ["ORCHESTRATOR_OUTER_EXECUTION_IDS": "a,b", "ORCHESTRATOR_EXECUTION_ID": "c"])
    }
}
