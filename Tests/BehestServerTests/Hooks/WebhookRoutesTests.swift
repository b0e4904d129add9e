@testable import BehestWorkflow
import FoundationEssentials
import TestSupport
import Testing

@testable import BehestServer

/// Webhooks of other programs, sent to the real server.
@Suite(.timeLimit(.minutes(5)))
struct WebhookRoutesTests {
    private static let workflows = """
          Do:
            ask: {x: "What?"}
            on: {webhook: {name: standard, slots: {x: /issue/title, y: /issue/labels/0}}}
            steps: [{id: s, run: [printf, '%s', 'x=${{ slots.x }}']}]
          Else:
            on: {webhook: {name: github, slots: {x: /ref}}}
            confirm: always
            steps: [{id: s, run: ['true']}]
        """

    private struct Answer: Decodable {
        struct Failure: Decodable {
            var code: String
            var message: String
        }

        var run: String?
        var error: Failure?

        init(_ text: String) throws {
            self = try JSONDecoder().decode(Answer.self, from: Data(text.utf8))
        }
    }

    @Test func whatIsSentBeginsARunOnce() async throws {
        try await ServedWebhooks.serving(Self.workflows) { served in
            let body = #"{"issue": {"title": "It breaks", "labels": ["bug"]}}"#
            let (status, answer) = try await served.send(body, id: "msg_1")
            #expect(status == 202, "\(answer)")
            let id = try #require(try Answer(answer).run)
            let run = try #require(try await served.journal.run(id))
            #expect(run.state == .ready)
            #expect(run.plan.slots == ["x": "It breaks", "y": "bug"])
            #expect(run.plan.slotOrigin == .message)
            #expect(
                try await served.journal.beginning(of: id)
                    == RunBeginning(source: .webhook(name: "standard"), occurrence: "msg_1")
            )
            // The same again, whatever stands in it; also when it was done meanwhile.
            #expect(try await served.send(body, id: "msg_1") == (202, answer))
            _ = try await served.dispatcher.perform(id)
            #expect(try await served.send("{}", id: "msg_1") == (202, answer))
            let other = try await served.send(body, id: "msg_2")
            #expect(try Answer(other.answer).run != id)
            #expect(try await served.journal.runs(limit: 9).count == 2)
        }
    }

    @Test func deliveriesThatArriveAtOnceBeginOneRun() async throws {
        try await ServedWebhooks.serving(Self.workflows) { served in
            let answers = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<12 {
                    group.addTask { try await served.send(#"{"issue": {"title": "a"}}"#, id: "msg").answer }
                }
                return try await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
            #expect(answers.count == 1)
            #expect(try await served.journal.runs(limit: 99).count == 1)
        }
    }

    @Test func gitHubIsTakenToo() async throws {
        try await ServedWebhooks.serving(Self.workflows) { served in
            #expect(try await served.sendAsGitHub("{}", id: "p", event: "ping") == (200, ""))
            #expect(try await served.journal.runs(limit: 9) == [])
            let (status, answer) = try await served.sendAsGitHub(#"{"ref": "refs/heads/main"}"#, id: "d-1")
            #expect(status == 202, "\(answer)")
            let run = try #require(try await served.journal.runs(limit: 9).first)
            // It is to be agreed to, and nobody is there.
            #expect(run.state == .held)
            #expect(try await served.sendAsGitHub(#"{"ref": "refs/heads/main"}"#, id: "d-1") == (202, answer))
            let wrong = try await served.sendAsGitHub("{}", id: "d-2", secret: "other")
            #expect(wrong.status == 401)
        }
    }

    @Test func whoDoesNotKnowTheSecretLearnsNothing() async throws {
        try await ServedWebhooks.serving(Self.workflows) { served in
            let body = Array(#"{"issue": {"title": "a"}}"#.utf8)
            var answers: Set<String> = []
            for name in ["standard", "github", "other", "nothing"] {
                for headers in [
                    [:], ["webhook-id": "a", "webhook-timestamp": "1", "webhook-signature": "v1,AAAA"],
                    ["X-GitHub-Delivery": "a", "X-Hub-Signature-256": "sha256=00"],
                    ["webhook-id": "a b", "webhook-timestamp": "99999999999999999999", "webhook-signature": ""],
                ] {
                    let (status, answer) = try await served.send(body, to: "/hooks/\(name)", headers)
                    #expect(status == 401)
                    answers.insert(answer)
                }
            }
            #expect(answers.count == 1, "\(answers)")
            let other = "whsec_" + Data((0..<32).map { UInt8($0) }).base64EncodedString()
            #expect(try await served.send("{}", id: "a", secret: other).status == 401)
            // The token lets nobody in here, and a signature nobody elsewhere.
            #expect(try await served.send([], to: "/hooks/../v1/status", [:]).status == 401)
            #expect(try await served.send([], to: "/hooks/a/b", [:]).status == 401)
            #expect(try await served.journal.runs(limit: 9) == [])
        }
    }

    struct Bad: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var body = #"{"issue": {"title": "a"}}"#
        var name = "standard"
        var age = 0
        var status: Int
        var message: String
    }

    private static let bad = [
        Bad(
            testDescription: "old",
            age: 400,
            status: 401,
            message: "It was signed more than five minutes ago or ahead"
        ),
        Bad(
            testDescription: "ahead",
            age: -400,
            status: 401,
            message: "It was signed more than five minutes ago or ahead"
        ),
        Bad(testDescription: "no workflow", name: "other", status: 404, message: "No workflow of the packs begins by"),
        Bad(testDescription: "no JSON", body: "x=1", status: 422, message: "What was sent is no JSON"),
        Bad(
            testDescription: "deep",
            body: String(repeating: "[", count: 100_000),
            status: 422,
            message: "What was sent is no JSON"
        ),
        Bad(testDescription: "nothing", body: "{}", status: 422, message: "Nothing was sent for the slot 'x'"),
        Bad(
            testDescription: "a list",
            body: #"{"issue": {"title": []}}"#,
            status: 422,
            message: "What was sent for the slot 'x' is no single value."
        ),
        Bad(
            testDescription: "large",
            body: #"{"issue": {"title": ""# + String(repeating: "a", count: 1 << 20) + #""}}"#,
            status: 413,
            message: "More than 1 MiB is not taken"
        ),
    ]

    @Test(arguments: bad)
    fileprivate func whatCannotBeUsedIsRefusedInASentence(_ example: Bad) async throws {
        try await ServedWebhooks.serving(Self.workflows) { served in
            let sent = try await served.send(example.body, to: example.name, id: "a", age: example.age)
            #expect(sent.status == example.status)
            let message = try Answer(sent.answer).error?.message
            #expect(message?.hasPrefix(example.message) == true, "\(sent.answer)")
            #expect(try await served.journal.runs(limit: 9) == [])
        }
    }

    @Test(.enabled(if: PythonPackages.areInstalled, "scripts/test installs the Python packages"))
    func theLibraryOfStandardWebhooksIsLetIn() async throws {
        try await ServedWebhooks.serving(Self.workflows) { served in
            let sender = PythonProgram("webhook_sender.py")
            let url = "http://127.0.0.1:\(served.port)/hooks/standard"
            let body = #"{"issue": {"title": "Über 1 €", "labels": []}}"#
            let first = try await sender.lines([ServedWebhooks.standardSecret, url, "msg_1", "0", body])
            let second = try await sender.lines([ServedWebhooks.standardSecret, url, "msg_1", "2", body])
            #expect(first == second)
            #expect(first.joined().hasPrefix(#"202 {"run":""#), "\(first)")
            #expect(try await served.journal.runs(limit: 9).map { $0.plan.slots["x"] } == ["Über 1 €"])
            let old = try await sender.lines([ServedWebhooks.standardSecret, url, "msg_2", "301", body])
            #expect(old.joined().hasPrefix("401 "))
            let other = try await sender.lines(["whsec_" + String(repeating: "A", count: 44), url, "msg_3", "0", body])
            #expect(other.joined().hasPrefix("401 "))
        }
    }

    /// The places of a value in a workflow, each with what a payload becomes there.
    private static let places = """
          Do:
            on: {webhook: {name: standard, slots: {x: /x}}}
            env: {X: "${{ slots.x }}"}
            steps:
              - {id: a, run: [printf, '%s', "${{ slots.x }}"]}
              - {id: b, run: [printf, '%s', "x=${{ slots.x }}"]}
              - {id: c, run: [printenv, X]}
        """

    @Test func aValueThatIsSentStaysAValue() async throws {
        try await ServedWebhooks.serving(Self.places) { served in
            var done = 0
            for (number, payload) in InjectionPayloads.all.enumerated() {
                let body = String(decoding: try JSONEncoder().encode(["x": payload]), as: UTF8.self)
                let (status, answer) = try await served.send(body, id: "msg_\(number)")
                guard status == 202 else {
                    #expect(status == 422, "\(payload): \(answer)")
                    continue
                }
                let id = try #require(try Answer(answer).run)
                let outcome = try await served.dispatcher.perform(id)
                #expect(outcome.run.state == .succeeded, "\(payload)")
                #expect(outcome.tasks[0].outputs["stdout"]?.text == payload)
                #expect(outcome.tasks[1].outputs["stdout"]?.text == "x=" + payload)
                done += 1
            }
            // What begins with a dash or leads out of the workspace is refused, and the rest arrives as it is.
            #expect(done > 40 && done < InjectionPayloads.all.count)
            let files = try FileManager.default.subpathsOfDirectory(atPath: served.folder)
            #expect(files.filter { $0.contains("canary") } == [])
            let dash = try await served.send(#"{"x": "-rf"}"#, id: "dash")
            #expect(dash.status == 422)
            let out = try await served.send(#"{"x": "../secret"}"#, id: "out")
            #expect(out.status == 422)
        }
    }
}
