import BehestWorkflow
import FoundationEssentials
import TestSupport
import Testing

@testable import BehestAgents

/// Members of a team that are programs.
@Suite(.timeLimit(.minutes(5)))
struct ProgramMemberTests {
    private static let agent = ProgramMember(ShellAgent(grace: .milliseconds(300)), patience: .seconds(250))

    private static func run(_ script: String, request: JSONValue = ["task": "x"]) async throws -> AgentResult {
        let directory = try TemporaryDirectory()
        return try await agent.perform(
            Assignment(
                run: "r",
                task: "r.1",
                step: "s",
                agent: TeamAgent.programName,
                idempotencyKey: "r/s",
                inputs: ["request": TracedValue(request, from: .speech)],
                arguments: ["sh", "-c", script],
                workspace: directory.url.path,
                utterance: .init(text: "")
            )
        )
    }

    @Test func readsWhatIsAskedAndAnswers() async throws {
        let request: JSONValue = ["task": "rm -rf $(touch canary); `id`\n--help"]
        let result = try await Self.run("cat; echo; echo '{\"n\": 1}'; echo Done.", request: request)
        #expect(result.outputs == ["n": 1] && result.failure == nil)
        let echoed = try await Self.run("cat", request: request)
        #expect(.mapping(echoed.outputs) == request, "it is one line of JSON, and nothing of it was run")
        let key = try await Self.run("cat >/dev/null; printf '%s\\n\\n' \"$BEHEST_IDEMPOTENCY_KEY\"")
        #expect(key.outputs == ["answer": "r/s"])
    }

    @Test func itsEndIsBelieved() async throws {
        let failed = try await Self.run("echo 'no tokens' >&2; echo '{\"n\": 1}'; exit 3")
        #expect(failed.failure == "'sh' exited with code 3: no tokens" && failed.outputs["n"] == 1 && !failed.hasDied)
        let died = try await Self.run("kill -9 $$")
        #expect(died.failure == "'sh' was ended by signal 9." && died.hasDied)
        let silent = try await Self.run("exit 0")
        #expect(silent.failure == nil && silent.outputs == ["answer": ""])
    }

    @Test func answers() {
        #expect(ProgramMember.answer(in: "words\n{\"a\": 1}\n{\"b\": [2]}\nmore\n") == ["b": [2]])
        #expect(ProgramMember.answer(in: "{not json}\n  {\"a\": {}}  ") == ["a": [:]])
        #expect(ProgramMember.answer(in: "x\r\n{\"a\": \"b\u{2028}c\u{85}\"}\r\n") == ["a": "b\u{2028}c\u{85}"])
        #expect(ProgramMember.answer(in: "one\ntwo\n\n") == ["answer": "one\ntwo"])
        #expect(ProgramMember.answer(in: "[1]\n") == ["answer": "[1]"])
    }

    private static let health: [([String: JSONValue], AgentHealth)] = [
        ([:], .ready), (["program": "sh"], .ready), (["program": "/bin/sh", "check": ["true"]], .ready),
        (
            ["program": "no-such-program"],
            .unavailable("There is no program 'no-such-program'. Install it, or correct it in the configuration.")
        ),
        (
            ["check": ["sh", "-c", "echo not signed in >&2; exit 4"]],
            .unavailable("Its check 'sh' exits with 4: not signed in")
        ),
        (["check": ["no-such-program"]], .unavailable("Its check 'no-such-program' cannot be run, or does not end.")),
    ]

    @Test(arguments: health)
    func saysWhetherItIsFit(_ inputs: [String: JSONValue], _ health: AgentHealth) async {
        #expect(await Self.agent.health(for: inputs, in: "/tmp") == health)
    }
}
