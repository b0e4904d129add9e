import BehestGrammar
import BehestWorkflow
import Testing

@testable import behest

/// The agents of the team in the configuration.
struct TeamConfigurationTests {
    private func read(_ text: String) -> ConfigurationReader {
        ConfigurationReader(bytes: Array(text.utf8), file: "config.yaml")
    }

    @Test func readsEveryKey() {
        let reader = read(
            """
            agents:
              claude:
                uses: coder/change
                with: {agent: claude, files: [a.md]}
                skills: [change, review]
                languages: [swift]
                paths: ["Sources/**"]
                cost: 2.5
                at-once: 3
                trusted: true
                permissions: {network: true, secrets: [TOKEN]}
                timeout-minutes: 10
                silence-minutes: 0.5
                health: [claude, auth, status]
              plain: {run: [/opt/agent, --json]}
            """
        )
        #expect(reader.log.diagnostics.isEmpty)
        #expect(
            reader.configuration.agents == [
                TeamMember(
                    name: "claude",
                    work: .agent("coder/change", inputs: ["agent": "claude", "files": ["a.md"]]),
                    skills: ["change", "review"],
                    languages: ["swift"],
                    paths: ["Sources/**"],
                    cost: 2.5,
                    atOnce: 3,
                    isTrusted: true,
                    permissions: Permissions(network: true, secrets: ["TOKEN"]),
                    timeoutMinutes: 10,
                    silenceMinutes: 0.5,
                    check: ["claude", "auth", "status"]
                ), TeamMember(name: "plain", work: .program(["/opt/agent", "--json"])),
            ]
        )
    }

    @Test(arguments: [
        ("agents: [a]", "'agents' is a list, not a mapping"),
        ("agents: {a: {skills: [x]}}", "the agent 'a' has neither 'uses' nor 'run'"),
        ("agents: {'a b': {run: [x]}}", "'a b' is no name for an agent"),
        ("agents: {a: {run: [x], uses: coder/change}}", "an agent has either 'uses' or 'run', not both"),
        ("agents: {a: {uses: tracker/create}}", "'tracker/create' is no agent that can be given a task"),
        ("agents: {a: {uses: coder/change, with: {task: x}}}", "'with' has no key 'task'"),
        (
            "agents: {a: {uses: coder/change, with: {agent: '${{ slots.x }}'}}}",
            "what an agent is always given is fixed by the configuration; '${{ }}' has no place in it"
        ),
        ("agents: {a: {run: [x], with: {agent: y}}}", "'with' belongs to 'uses', not to 'run'"),
        ("agents: {a: {run: [./x]}}", "'./x' is neither the name of a program nor its whole path"),
        ("agents: {a: {run: x}}", "'run' is not a list of a program and its arguments"),
        ("agents: {a: {run: [x], cost: -1}}", "'cost' is a number from 0 to 1000"),
        ("agents: {a: {run: [x], at-once: 0}}", "'at-once' is a whole number from 1 to 1000"),
        ("agents: {a: {run: [x], trusted: maybe}}", "'trusted' is true or false"),
        ("agents: {a: {run: [x], skils: [y]}}", "the agent 'a' has no key 'skils'"),
        ("agents: {a: {run: [x], paths: [../y]}}", "'../y' does not lead into a workspace"),
        ("agents: {a: {run: [x], timeout-minutes: 0}}", "'timeout-minutes' is a number above 0 and at most 1440"),
    ])
    func findsMistakes(text: String, message: String) {
        #expect(read(text).log.diagnostics.first?.message == message)
    }
}
