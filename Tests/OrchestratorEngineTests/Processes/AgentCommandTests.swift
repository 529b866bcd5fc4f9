import Testing

@testable import OrchestratorEngine

@Suite struct AgentCommandTests {
    let prompt = AgentCommand.Prompt(text: "do {prompt}", path: "/tmp/a prompt")

    private func command(_ command: [String], _ delivery: AgentCommand.Delivery) -> AgentCommand? {
        AgentCommand(command: command, delivery: delivery, prompt: prompt)
    }

    @Test func givesThePromptOnStandardInput() {
        let command = command(["claude", "-p"], .stdin)
        #expect(command?.executable == "claude")
        #expect(command?.arguments == ["-p"])
        #expect(command?.input == .text("do {prompt}"))
    }

    @Test func givesThePathOfThePrompt() {
        #expect(
            command(["aider", "--message-file", "{prompt_file}", "--yes"], .file)?.arguments == [
                "--message-file", "/tmp/a prompt", "--yes",
            ])
        #expect(command(["aider", "--file={prompt_file}"], .file)?.arguments == ["--file=/tmp/a prompt"])
        #expect(command(["agent"], .file)?.arguments == ["/tmp/a prompt"])
        #expect(command(["agent"], .file)?.input == ProcessRequest.Input.none)
    }

    @Test func givesThePromptAsAnArgument() {
        #expect(command(["copilot", "-p", "{prompt}", "--all"], .argument)?.arguments == ["-p", "do {prompt}", "--all"])
        #expect(command(["copilot", "{prompt}{prompt}"], .argument)?.arguments == ["do {prompt}do {prompt}"])
        #expect(command(["codex", "exec"], .argument)?.arguments == ["exec", "do {prompt}"])
    }

    @Test func isNoneWithoutAProgram() {
        #expect(command([], .stdin) == nil)
        #expect(command(["", "x"], .stdin) == nil)
    }

    @Test func runsTheScriptOfAPhaseInAShell() {
        let command = AgentCommand(script: "./agents/backend.sh | tee log", prompt: prompt)
        #expect(command.executable == "/bin/sh")
        #expect(command.arguments == ["-c", "./agents/backend.sh | tee log"])
        #expect(command.input == .text("do {prompt}"))
    }
}
