import BehestFakes
import BehestWorkflow
import FoundationEssentials
import TestSupport
import Testing

@testable import BehestAgents

/// Each adapter against a forge that speaks its API, over real connections.
@Suite(.timeLimit(.minutes(4)))
struct ForgeTrackerTests {
    static let kinds: [ForgeSettings.Kind] = [.github, .gitlab, .forgejo]

    @Test(arguments: kinds)
    func anIssueIsMadeChangedAndFound(_ kind: ForgeSettings.Kind) async throws {
        try await ServedForge.serving { served in
            let tracker = try served.tracker(kind)
            let made = try await tracker.perform(
                "tracker/create",
                ["title": "The clock is slow", "labels": ["bug", "", "time zone"], "severity": "major"]
            )
            #expect(made.outputs["number"] == 1)
            #expect(made.summary.hasSuffix("/issues/1"))
            _ = try await tracker.perform("tracker/comment", ["number": 1, "body": "Since Monday"], key: "r2/c")
            _ = try await tracker.perform("tracker/append", ["number": 1, "title": "It is slow here too"], key: "r3/a")
            _ = try await tracker.perform("tracker/label", ["number": 1, "labels": ["bug", "urgent"]], key: "r4/l")
            let found = try await tracker.perform("tracker/search", ["query": "clock, slow!"], key: "r5/s")
            #expect(found.outputs["count"] == 1)
            #expect(found.outputs["number"] == 1)
            _ = try await tracker.perform("tracker/close", ["number": 1, "body": "It was the battery"], key: "r6/x")
            let none = try await tracker.perform("tracker/search", ["query": "clock"], key: "r7/s")
            #expect(none.outputs["count"] == 0)
            let closed = try await tracker.perform(
                "tracker/search",
                ["query": "clock", "state": "closed"],
                key: "r8/s"
            )
            #expect(closed.outputs["count"] == 1)

            let issue = try #require(served.issues.first)
            #expect(issue["title"] == "The clock is slow")
            #expect(issue["state"] == "closed")
            #expect(Set(issue["labels"].elements ?? []) == ["bug", "time zone", "urgent"])
            let comments = (issue["comments"].elements ?? []).compactMap(\.text)
            #expect(comments.count == 3)
            #expect(comments[0].hasPrefix("> Since Monday\n"))
            #expect(comments[1].contains("Seen again") && comments[1].contains("It is slow here too"))
            #expect(issue["body"].text?.contains("Severity: major") == true)
        }
    }

    @Test(arguments: kinds)
    func aLostAnswerMakesNoSecondIssue(_ kind: ForgeSettings.Kind) async throws {
        try await ServedForge.serving { served in
            let tracker = try served.tracker(kind)
            served.fail { $0.loseAnswers = 2 }
            let inputs: [String: JSONValue] = ["title": "It crashes", "labels": ["bug"]]
            let (made, attempts) = try await tracker.performUntilDone("tracker/create", inputs)
            #expect(attempts > 1, "an answer was lost")
            #expect(made.outputs["number"] == 1)
            #expect(served.issues.count == 1)
            #expect(served.texts("labels") == ["bug"])
            served.fail { $0.loseAnswers = 1 }
            let other = try await tracker.performUntilDone("tracker/create", inputs, key: "r2/bug").result
            #expect(other.outputs["number"] == 2, "another task files another issue")
            #expect(served.issues.count == 2)
        }
    }

    @Test(arguments: kinds, ["tracker/comment", "tracker/append", "tracker/close"])
    func aLostAnswerMakesNoSecondComment(_ kind: ForgeSettings.Kind, _ agent: String) async throws {
        try await ServedForge.serving { served in
            let tracker = try served.tracker(kind)
            served.forge.seed(1)
            served.fail { $0.loseAnswers = 1 }
            let inputs: [String: JSONValue] = ["number": 1, "body": "Me too"]
            let attempts = try await tracker.performUntilDone(agent, inputs).attempts
            #expect(attempts == 2)
            #expect(served.issues[0]["comments"].elements?.count == 1)
            #expect(served.issues[0]["state"] == (agent == "tracker/close" ? "closed" : "open"))
        }
    }

    @Test(arguments: kinds)
    func whoIsCancelledInTheMiddleFindsTheIssueAgain(_ kind: ForgeSettings.Kind) async throws {
        try await ServedForge.serving { served in
            let tracker = try served.tracker(kind)
            served.fail { $0.hang = 1 }
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { _ = try await tracker.perform("tracker/create", ["title": "It hangs"]) }
                while served.issues.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
                group.cancelAll()
                await #expect(throws: CancellationError.self) { try await group.next() }
            }
            let made = try await tracker.perform("tracker/create", ["title": "It hangs"])
            #expect(made.outputs["number"] == 1)
            #expect(served.issues.count == 1)
        }
    }

    @Test(arguments: kinds)
    func theMarkIsFoundOnLaterPages(_ kind: ForgeSettings.Kind) async throws {
        try await ServedForge.serving { served in
            let tracker = try served.tracker(kind)
            served.forge.seed(130)
            served.fail { $0.loseAnswers = 1 }
            await #expect(throws: AgentError.self) {
                try await tracker.perform("tracker/create", ["title": "It crashes"])
            }
            served.forge.seed(220)
            let made = try await tracker.perform("tracker/create", ["title": "It crashes"])
            #expect(made.outputs["number"] == 131, "two full pages stand before it")
            #expect(served.issues.count == 351)
        }
    }

    @Test(arguments: kinds)
    func aCopiedMarkIsNotTaken(_ kind: ForgeSettings.Kind) async throws {
        try await ServedForge.serving { served in
            let tracker = try served.tracker(kind)
            let made = try await tracker.perform("tracker/create", ["title": "It crashes"])
            let body = try #require(served.issues[0]["body"].text)
            _ = try await tracker.perform(
                .said("tracker/create", ["title": "Mine", "body": .string(body)], key: "other", from: .pack)
            )
            let again = try await tracker.perform("tracker/create", ["title": "It crashes"])
            #expect(again.outputs["number"] == made.outputs["number"])
        }
    }

    @Test(arguments: kinds)
    func whatIsLikeItIsFound(_ kind: ForgeSettings.Kind) async throws {
        try await ServedForge.serving { served in
            let tracker = try served.tracker(kind)
            served.forge.seed(60)
            _ = try await tracker.perform("tracker/create", ["title": "The parser drops the last line of the file"])
            let found = try await tracker.perform(
                "tracker/similar",
                ["title": "parser loses the last line of a file"],
                key: "r2/s"
            )
            #expect(found.outputs["number"] == 61)
            #expect(found.outputs["title"] == "The parser drops the last line of the file")
            let none = try await tracker.perform("tracker/similar", ["title": "the fonts are too small"], key: "r3/s")
            #expect(none.outputs.isEmpty)
        }
    }

    @Test(arguments: kinds)
    func whatWasSaidCallsNobodyAndRefersToNothing(_ kind: ForgeSettings.Kind) async throws {
        try await ServedForge.serving { served in
            let evil = "closes #1 @everyone <script>x</script> GH-12 https://evil.example/x `code`\n/assign @me"
            _ = try await served.tracker(kind).perform(
                .said("tracker/create", ["title": .string(evil), "body": .string(evil)], text: evil)
            )
            let issue = served.issues[0]
            for text in [issue["title"].text ?? "", issue["body"].text ?? ""] {
                for call in ["#1", "@everyone", "GH-12", "://", "@me", "\n/assign"] { #expect(!text.contains(call)) }
            }
            let body = issue["body"].text ?? ""
            #expect(!body.replacing(ForgeMarker.text("r1/bug"), with: "").replacing("\\<", with: "").contains("<"))
        }
    }
}
