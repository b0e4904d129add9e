import BehestFakes
import BehestTransport
import BehestWorkflow
import FoundationEssentials
import TestSupport
import Testing

@testable import BehestAgents

/// What is said, and whether it passes, when a forge fails or refuses.
@Suite(.timeLimit(.minutes(4)))
struct ForgeFailureTests {
    static let kinds = ForgeTrackerTests.kinds

    private static func failure(
        _ tracker: ForgeTracker,
        _ agent: String = "tracker/create",
        _ inputs: [String: JSONValue] = ["title": "It crashes"]
    ) async throws -> AgentError {
        try #require(
            await #expect(throws: AgentError.self) { try await tracker.perform(agent, inputs) }
        )
    }

    @Test(arguments: kinds)
    func whoIsAskedToWaitSaysForHowLong(_ kind: ForgeSettings.Kind) async throws {
        try await ServedForge.serving { served in
            served.fail { ($0.limited, $0.retryAfter) = (1, 7) }
            let error = try await Self.failure(served.tracker(kind))
            #expect(error.kind == .passing(retryAfter: .seconds(7)))
            #expect(error.message.contains("left alone"))
            #expect(try await served.tracker(kind).perform("tracker/create", ["title": "x"]).outputs["number"] == 1)
        }
    }

    @Test(arguments: kinds)
    func aUsedUpLimitIsWaitedFor(_ kind: ForgeSettings.Kind) async throws {
        let forge = FakeForge(now: { Int(Date().timeIntervalSince1970) })
        try await ServedForge.serving(forge) { served in
            served.fail { $0.perMinute = 1 }
            let error = try await Self.failure(served.tracker(kind))
            guard case .passing(let wait?) = error.kind else {
                Issue.record("it passes after some time: \(error)")
                return
            }
            #expect(wait > .zero && wait <= .seconds(62))
            #expect(served.issues.isEmpty)
        }
    }

    @Test(arguments: kinds, [500, 502, 503, 408])
    func whatTheServerCannotDoNowPasses(_ kind: ForgeSettings.Kind, _ status: Int) async throws {
        try await ServedForge.serving { served in
            served.fail { $0.failure = status }
            let error = try await Self.failure(served.tracker(kind))
            #expect(error.kind == .passing(retryAfter: nil))
            #expect(error.message.contains("\(status)"))
            #expect(served.issues.isEmpty)
        }
    }

    @Test(arguments: kinds)
    func garbageAndHalfAnswersPassAndAreNoSecondIssue(_ kind: ForgeSettings.Kind) async throws {
        try await ServedForge.serving { served in
            let tracker = try served.tracker(kind)
            served.fail { $0.garbage = 1 }
            #expect(try await Self.failure(tracker).kind == .passing(retryAfter: nil))
            served.fail { $0.halfAnswers = 1 }
            #expect(try await Self.failure(tracker).kind == .passing(retryAfter: nil))
            // Every second request fails so that the change is made and its answer is worth nothing.
            for change in [\FakeFaults.garbage, \FakeFaults.halfAnswers] {
                let key = "r/\(served.issues.count)"
                _ = try await tracker.perform("tracker/create", ["title": "x"], key: key)
                served.fail { $0[keyPath: change] = 1 }
                await #expect(throws: AgentError.self) {
                    try await tracker.perform("tracker/create", ["title": "x"], key: key)
                }
                _ = try await tracker.perform("tracker/create", ["title": "x"], key: key)
            }
            #expect(served.issues.count == 2)
        }
    }

    @Test(arguments: kinds)
    func aForgeThatIsGonePasses(_ kind: ForgeSettings.Kind) async throws {
        let port = try LocalServer.freePort()
        let gone = ServedForge(forge: FakeForge(), address: "http://127.0.0.1:\(port)")
        let error = try await Self.failure(gone.tracker(kind))
        #expect(error.kind == .passing(retryAfter: nil))
        #expect(error.message.hasPrefix("Could not reach \(kind.name) at '127.0.0.1'"))
    }

    @Test(arguments: kinds)
    func whoIsTooSlowPasses(_ kind: ForgeSettings.Kind) async throws {
        try await ServedForge.serving { served in
            let hasty = try served.tracker(kind, timeout: .milliseconds(400))
            served.fail { $0.hang = 100 }
            // Where the machine is busy, even the look before it may take too long.
            while served.issues.isEmpty {
                let error = try await Self.failure(hasty)
                #expect(error.kind == .passing(retryAfter: nil))
            }
            served.fail { $0.hang = 0 }
            #expect(try await served.tracker(kind).perform("tracker/create", ["title": "x"]).outputs["number"] == 1)
            #expect(served.issues.count == 1)
        }
    }

    @Test(arguments: kinds)
    func refusalsStayAndSayWhatToDo(_ kind: ForgeSettings.Kind) async throws {
        try await ServedForge.serving { served in
            let wrong = try await Self.failure(served.tracker(kind, token: "s3cret-token"))
            #expect(wrong.kind == .permanent)
            #expect(wrong.message.contains("does not take the token (401). Make a new one"))
            #expect(!wrong.message.contains("s3cret"))
            let elsewhere = try await Self.failure(served.tracker(kind, repository: "behest/other"))
            #expect(elsewhere.kind == .permanent)
            #expect(elsewhere.message.contains("knows no 'behest/other'"))
            let missing = try await Self.failure(
                served.tracker(kind),
                "tracker/comment",
                ["number": 99, "body": "x"]
            )
            #expect(missing.kind == .permanent)
            #expect(missing.message.contains("has no issue 99 in 'behest/fake' (404)"))
        }
    }

    @Test(arguments: kinds)
    func healthTellsWhatIsWrong(_ kind: ForgeSettings.Kind) async throws {
        try await ServedForge.serving { served in
            #expect(try await served.tracker(kind).health(in: "/tmp") == .ready)
            guard case .unavailable(let token) = try await served.tracker(kind, token: "wrong").health(in: "/tmp"),
                case .unavailable(let place) = try await served.tracker(kind, repository: "a/b").health(in: "/tmp"),
                case .unavailable(let none) = try await served.tracker(kind, token: "").health(in: "/tmp")
            else {
                Issue.record("neither is ready")
                return
            }
            #expect(token.contains("401"))
            #expect(place.contains("knows no 'a/b'"))
            #expect(none.contains("FORGE_TOKEN"))
            #expect(served.issues.isEmpty)
        }
    }

    @Test func inputsThatAreNoneAreRefusedBeforeAnythingIsAsked() async throws {
        try await ServedForge.serving { served in
            let tracker = try served.tracker(.github)
            for (agent, inputs) in [
                ("tracker/create", ["title": ""]), ("tracker/comment", ["number": 1, "body": ""]),
                ("tracker/label", ["number": 1, "labels": []]), ("tracker/close", ["number": 1, "reason": "boredom"]),
                ("tracker/search", ["query": "?!"]), ("tracker/append", ["number": "one"]),
            ] as [(String, [String: JSONValue])] {
                #expect(try await Self.failure(tracker, agent, inputs).kind == .permanent)
            }
            #expect(served.forge.contents["requests"] == 0)
        }
    }
}
