import BehestFakes
import BehestTransport
import BehestWorkflow
import FoundationEssentials
import TestSupport
import Testing

@testable import BehestAgents

/// Events on their way to a receiver, over real connections.
@Suite(.timeLimit(.minutes(4)))
struct WebhookAgentTests {
    private static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    private static let environment = ["HOOK_SECRET": secret]
    private static let moment = Date(timeIntervalSince1970: 1_700_000_000)

    private static func agent(
        _ served: ServedForge,
        _ signing: WebhookDestination.Signing = .standard
    ) throws -> WebhookAgent {
        let destination = WebhookDestination(
            address: try HTTPAddress("\(served.address)/hooks/ci?secret=in-the-query"),
            signing: signing,
            secret: signing == .none ? nil : .environment("HOOK_SECRET")
        )
        return WebhookAgent(["ci": destination], environment: environment, now: { moment })
    }

    private static func send(
        _ agent: WebhookAgent,
        _ inputs: [String: JSONValue] = ["to": "ci", "event": "release.done", "data": ["version": "1.2"]],
        key: String = "r1/hook",
        from origin: Origin = .pack
    ) async throws -> AgentResult {
        try await agent.perform(.said("webhook/send", inputs, key: key, from: origin))
    }

    private static func failure(
        _ agent: WebhookAgent,
        _ inputs: [String: JSONValue]? = nil,
        from origin: Origin = .pack
    )
        async throws -> AgentError
    {
        try #require(
            await #expect(throws: AgentError.self) {
                if let inputs { try await send(agent, inputs, from: origin) } else { try await send(agent) }
            }
        )
    }

    private static func events(_ served: ServedForge) throws -> [(headers: JSONValue, event: JSONValue, body: String)] {
        try (served.forge.contents["hooks"].elements ?? []).map { hook in
            let body = hook["body"].text ?? ""
            return (hook["headers"], try JSONDecoder().decode(JSONValue.self, from: Data(body.utf8)), body)
        }
    }

    @Test func anEventIsACloudEventThatIsSigned() async throws {
        try await ServedForge.serving { served in
            let result = try await Self.send(Self.agent(served))
            let sent = try #require(Self.events(served).first)
            #expect(sent.headers["content-type"] == "application/cloudevents+json")
            #expect(sent.event["specversion"] == "1.0")
            #expect(sent.event["type"] == "dev.behest.release.done.v1")
            #expect(sent.event["source"] == "/behest")
            #expect(sent.event["time"] == "2023-11-14T22:13:20Z")
            #expect(sent.event["datacontenttype"] == "application/json")
            #expect(sent.event["data"] == ["version": "1.2"])
            #expect(sent.event["id"] == result.outputs["id"])
            #expect(sent.headers["webhook-id"] == sent.event["id"])
            let expected = try WebhookSignature(
                standard: Array(sent.body.utf8),
                id: sent.event["id"].text ?? "",
                seconds: 1_700_000_000,
                secret: Secret(Self.secret)
            )
            #expect(sent.headers["webhook-signature"].text == expected.headers.last?.value)
        }
    }

    @Test(.enabled(if: PythonPackages.areInstalled, "scripts/test installs the Python packages"))
    func theLibrariesOfOthersReadIt() async throws {
        let folder = try TemporaryDirectory()
        let file = folder.url.appending(path: "event").path
        try await ServedForge.serving { served in
            _ = try await Self.send(
                Self.agent(served),
                ["to": "ci", "event": "note", "subject": "the clock", "data": ["said": "Grüße, \"you\"\n"]]
            )
            let sent = try #require(Self.events(served).first)
            try Data(sent.body.utf8).write(to: URL(filePath: file))
            let lines = try await PythonProgram("cloud_event.py").lines([file, sent.headers["content-type"].text ?? ""])
            #expect(
                lines == [
                    "1.0", sent.event["id"].text ?? "", "/behest", "dev.behest.note.v1", "the clock",
                    "2023-11-14T22:13:20+00:00", #"{"said": "Gr\u00fc\u00dfe, \"you\"\n"}"#,
                ]
            )
        }
    }

    @Test func itIsSignedAsGitHubDoesOrNotAtAll() async throws {
        try await ServedForge.serving { served in
            _ = try await Self.send(Self.agent(served, .github))
            _ = try await Self.send(Self.agent(served, .none))
            let sent = try Self.events(served)
            #expect(sent[0].headers["x-hub-signature-256"].text?.hasPrefix("sha256=") == true)
            #expect(sent[0].headers["webhook-signature"] == .null)
            #expect(sent[1].headers["x-hub-signature-256"] == .null)
            #expect(sent[1].headers["webhook-signature"] == .null)
        }
    }

    @Test func anEventThatIsSentAgainHasTheSameIdentifier() async throws {
        try await ServedForge.serving { served in
            served.fail { $0.loseAnswers = 1 }
            let agent = try Self.agent(served)
            #expect(try await Self.failure(agent).kind == .passing(retryAfter: nil))
            _ = try await Self.send(agent)
            _ = try await Self.send(agent, key: "r2/hook")
            let identifiers = try Self.events(served).map { $0.event["id"] }
            #expect(identifiers.count == 3 && identifiers[0] == identifiers[1] && identifiers[1] != identifiers[2])
        }
    }

    @Test(arguments: [400, 401, 404, 410, 301, 307, 413])
    func refusalsStay(_ status: Int) async throws {
        try await ServedForge.serving { served in
            served.fail { $0.failure = status }
            let error = try await Self.failure(Self.agent(served))
            #expect(error.kind == .permanent)
            #expect(error.message.contains("(\(status))"))
            #expect(!error.message.contains("in-the-query"))
        }
    }

    @Test(arguments: [408, 429, 500, 503])
    func whatIsOnlyForNowPasses(_ status: Int) async throws {
        try await ServedForge.serving { served in
            served.fail { $0.failure = status }
            let agent = try Self.agent(served)
            #expect(try await Self.failure(agent).kind == .passing(retryAfter: nil))
            served.fail { ($0.limited, $0.retryAfter) = (1, 120) }
            #expect(try await Self.failure(agent).kind == .passing(retryAfter: .seconds(120)))
        }
    }

    @Test func aReceiverThatIsGonePasses() async throws {
        let gone = ServedForge(forge: FakeForge(), address: "http://127.0.0.1:\(try LocalServer.freePort())")
        let error = try await Self.failure(Self.agent(gone))
        #expect(error.kind == .passing(retryAfter: nil))
    }

    @Test func onlyThePackSaysWhereItGoes() async throws {
        try await ServedForge.serving { served in
            let agent = try Self.agent(served)
            let url: JSONValue = .string("\(served.address)/hooks/own")
            for inputs in [["to": "ci", "event": "x"], ["url": url, "event": "x"]] as [[String: JSONValue]] {
                for origin in [Origin.speech, .agent, [.pack, .speech]] {
                    #expect(try await Self.failure(agent, inputs, from: origin).kind == .permanent)
                }
            }
            for inputs in [
                ["event": "x"], ["to": "ci", "url": url, "event": "x"], ["to": "other", "event": "x"],
                ["url": "ftp://x/y", "event": "x"], ["to": "ci", "event": "No such name"], ["to": "ci", "event": ""],
                ["to": "ci", "event": "a..b"],
                ["to": "ci", "event": "x", "data": .string(String(repeating: "x", count: 20_000))],
            ] as [[String: JSONValue]] {
                #expect(try await Self.failure(agent, inputs).kind == .permanent)
            }
            #expect(served.forge.contents["requests"] == 0)
            _ = try await Self.send(agent, ["url": url, "event": "x"])
            #expect(served.forge.contents["hooks"].elements?.first?["name"] == "own")
        }
    }

    @Test func whatWasSaidIsOnlyData() async throws {
        try await ServedForge.serving { served in
            let assignment = Assignment.said("webhook/send", ["to": "ci", "event": "note"], from: .pack)
            var spoken = assignment
            let words = "\", \"id\": \"forged\r\nX-Evil: yes"
            spoken.inputs["data"] = TracedValue(.string(words), from: .speech)
            spoken.inputs["subject"] = TracedValue(.string(words), from: .speech)
            _ = try await Self.agent(served).perform(spoken)
            let sent = try #require(Self.events(served).first)
            #expect(sent.event["data"].text == words)
            #expect(sent.event["id"] != "forged")
            #expect(sent.headers["x-evil"] == .null)
        }
    }

    @Test func secretsThatAreMissingShowBeforehand() async throws {
        try await ServedForge.serving { served in
            #expect(try await Self.agent(served).health(in: "/tmp") == .ready)
            let destination = WebhookDestination(
                address: try HTTPAddress(served.address),
                secret: .environment("NO_SUCH_SECRET")
            )
            let agent = WebhookAgent(["ci": destination], environment: [:])
            guard case .unavailable(let reason) = await agent.health(in: "/tmp") else {
                Issue.record("it is not ready")
                return
            }
            #expect(reason.contains("'ci'") && reason.contains("NO_SUCH_SECRET"))
        }
    }

    @Test func itIsTriedForAboutThreeDays() throws {
        let retry = try #require(WebhookAgent().signatures.first?.retry)
        #expect(retry.attempts == 10)
        #expect(retry.longestWait(after: 1) == 5)
        #expect(retry.longestWait(after: 9) == 86_400)
        #expect(retry.longestWait(after: 10) == nil)
        #expect(retry.causes == [.passing, .timeout])
    }
}
