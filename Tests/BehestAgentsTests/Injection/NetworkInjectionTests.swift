import BehestFakes
import BehestTransport
import BehestWorkflow
import FoundationEssentials
import TestSupport
import Testing

@testable import BehestAgents

/// What is said, on its way to a server: it arrives as what it is, changes nothing else there, and runs nothing here.
@Suite(.timeLimit(.minutes(10)))
struct NetworkInjectionTests {
    /// The signs without width that keep a forge from reading text as a call are left out, and white space is one.
    private static func plain(_ text: String) -> String {
        Markdown.line(text.replacing("\u{2060}", with: ""), limit: 10_000)
    }

    @Test(arguments: ForgeTrackerTests.kinds)
    func aForgeGetsText(_ kind: ForgeSettings.Kind) async throws {
        let directory = try TemporaryDirectory()
        let workspace = directory.url.path
        try await ServedForge.serving { served in
            served.forge.seed(1)
            let tracker = try served.tracker(kind)
            var made = 1
            for (index, payload) in InjectionPayloads.all.enumerated() {
                func perform(_ agent: String, _ inputs: [String: JSONValue]) async throws -> AgentResult? {
                    do {
                        let key = "r\(index)/\(agent)"
                        return try await tracker.perform(agent, inputs, key: key, text: payload, in: workspace)
                    } catch let error as AgentError {
                        // What is no text of a title, a label or a question is refused in a sentence.
                        #expect(error.kind == .permanent, "\(payload): \(error.message)")
                        return nil
                    }
                }
                let value = JSONValue.string(payload)
                let created = try await perform(
                    "tracker/create",
                    ["title": value, "body": value, "labels": [value], "severity": "minor"]
                )
                if created != nil { made += 1 }
                #expect(served.issues.count == made, "\(payload)")
                if created != nil, let issue = served.issues.last {
                    #expect(Self.plain(issue["title"].text ?? "") == Self.plain(payload), "\(payload)")
                    #expect((issue["labels"].elements ?? []).count <= 1, "\(payload): \(issue["labels"])")
                    #expect(issue["state"] == "open")
                }
                _ = try await perform("tracker/comment", ["number": .number(Double(made)), "body": value])
                _ = try await perform(
                    "tracker/append",
                    ["number": .number(Double(made)), "title": value, "body": value]
                )
                _ = try await perform("tracker/label", ["number": .number(Double(made)), "labels": [value]])
                _ = try await perform("tracker/search", ["query": value])
                _ = try await perform("tracker/similar", ["title": value])
                _ = try await perform("tracker/close", ["number": .number(Double(made)), "body": value])
                // A number that is none names no other issue.
                #expect(try await perform("tracker/comment", ["number": value, "body": "x"]) == nil, "\(payload)")
            }
            let untouched = try #require(served.issues.first)
            #expect(untouched["comments"] == [])
            #expect(untouched["state"] == "open")
            #expect(served.issues.count > InjectionPayloads.all.count / 2)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: workspace) == [])
    }

    @Test func aWebhookGetsTheVeryValue() async throws {
        let directory = try TemporaryDirectory()
        let workspace = directory.url.path
        try await ServedForge.serving { served in
            let destination = WebhookDestination(
                address: try HTTPAddress("\(served.address)/hooks/ci"),
                signing: .standard,
                secret: .environment("HOOK_SECRET")
            )
            let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
            let agent = WebhookAgent(["ci": destination], environment: ["HOOK_SECRET": secret])
            for (index, payload) in InjectionPayloads.all.enumerated() {
                var assignment = Assignment.said(
                    "webhook/send",
                    ["to": "ci", "event": "note"],
                    key: "r\(index)/hook",
                    in: workspace,
                    from: .pack
                )
                let value = TracedValue(.string(payload), from: .speech)
                assignment.inputs["subject"] = value
                assignment.inputs["data"] = TracedValue(
                    ["said": .string(payload), "list": [.string(payload)]],
                    from: .speech
                )
                _ = try await agent.perform(assignment)
                let hooks = served.forge.contents["hooks"].elements ?? []
                #expect(hooks.count == index + 1)
                let hook = try #require(hooks.last)
                let event = try JSONDecoder().decode(JSONValue.self, from: Data((hook["body"].text ?? "").utf8))
                #expect(event["data"]["said"].text == payload)
                #expect(event["data"]["list"] == [.string(payload)])
                #expect(event["type"] == "dev.behest.note.v1")
                #expect(hook["name"] == "ci")
                for name in ["to", "url", "event"] {
                    var other = assignment
                    if name == "url" { other.inputs["to"] = nil }
                    other.inputs[name] = value
                    await #expect(throws: AgentError.self) { try await agent.perform(other) }
                }
            }
            #expect(served.forge.contents["hooks"].elements?.count == InjectionPayloads.all.count)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: workspace) == [])
    }
}
