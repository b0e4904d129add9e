import BehestWorkflow
import FoundationEssentials
import TestSupport
import Testing

@testable import BehestAgents

/// Remarks, labels, closing and searching in the folder of the workspace.
struct TrackerChangesTests {
    private static func perform(
        _ agent: String,
        _ inputs: [String: JSONValue],
        key: String = "r2/x",
        in workspace: String
    ) async throws -> AgentResult {
        try await LocalTracker(now: { Date(timeIntervalSince1970: 1_700_000_000) })
            .perform(.said(agent, inputs, key: key, in: workspace))
    }

    private static func text(_ workspace: String, _ name: String = "0001-the-clock-is-slow.md") throws -> String {
        try String(contentsOfFile: "\(workspace)/bugs/\(name)", encoding: .utf8)
    }

    private static func filed(in directory: borrowing TemporaryDirectory) async throws -> String {
        let workspace = directory.url.path
        _ = try await perform(
            "tracker/create",
            ["title": "The clock is slow", "labels": ["bug"], "body": "By an hour"],
            key: "r1/bug",
            in: workspace
        )
        return workspace
    }

    @Test func aRemarkIsMadeOnce() async throws {
        let directory = try TemporaryDirectory()
        let workspace = try await Self.filed(in: directory)
        for _ in 0..<2 {
            let result = try await Self.perform(
                "tracker/comment",
                ["number": 1, "body": "<b>Me too</b>"],
                in: workspace
            )
            #expect(result.summary == "bugs/0001-the-clock-is-slow.md")
        }
        let text = try Self.text(workspace)
        #expect(text.split(separator: "## Remark on 2023-11-14T22:13:20Z").count == 2)
        #expect(text.contains("> \\<b\\>Me too"))
        #expect(try LocalTracker().bugs(of: workspace)[0].body.contains("Me too"))
    }

    @Test func labelsAreAddedOnce() async throws {
        let directory = try TemporaryDirectory()
        let workspace = try await Self.filed(in: directory)
        for _ in 0..<2 {
            _ = try await Self.perform("tracker/label", ["number": 1, "labels": ["bug", "a, \"b\""]], in: workspace)
        }
        #expect(try Self.text(workspace).contains("\nlabels: [\"bug\", \"a, \\\"b\\\"\"]\n"))
    }

    @Test func itIsClosedWithARemark() async throws {
        let directory = try TemporaryDirectory()
        let workspace = try await Self.filed(in: directory)
        for _ in 0..<2 {
            _ = try await Self.perform("tracker/close", ["number": 1, "body": "The battery"], in: workspace)
        }
        let text = try Self.text(workspace)
        #expect(text.contains("\nstate: closed\n") && !text.contains("state: open"))
        #expect(text.split(separator: "The battery").count == 2)
        #expect(try LocalTracker().bugs(of: workspace)[0].isOpen == false)
    }

    @Test func wordsAreFound() async throws {
        let directory = try TemporaryDirectory()
        let workspace = try await Self.filed(in: directory)
        _ = try await Self.perform("tracker/create", ["title": "A slow parser"], key: "r3/b", in: workspace)
        let slow = try await Self.perform("tracker/search", ["query": "SLOW"], in: workspace)
        #expect(slow.outputs["count"] == 2)
        #expect(slow.outputs["number"] == 2, "the newest comes first")
        let hour = try await Self.perform("tracker/search", ["query": "slow hour"], in: workspace)
        #expect(hour.outputs["number"] == 1)
        #expect(hour.outputs["path"] == "bugs/0001-the-clock-is-slow.md")
        let one = try await Self.perform("tracker/search", ["query": "slow", "limit": 1], in: workspace)
        #expect(one.outputs["count"] == 1)
        _ = try await Self.perform("tracker/close", ["number": 1], in: workspace)
        #expect(try await Self.perform("tracker/search", ["query": "clock"], in: workspace).outputs["count"] == 0)
        let all = try await Self.perform("tracker/search", ["query": "clock", "state": "all"], in: workspace)
        #expect(all.outputs["state"] == "closed")
    }

    @Test(arguments: ["tracker/comment", "tracker/label", "tracker/close"])
    func whatIsNotThereIsNotChanged(_ agent: String) async throws {
        let directory = try TemporaryDirectory()
        let inputs: [String: JSONValue] =
            agent == "tracker/label" ? ["number": 3, "labels": ["x"]] : ["number": 3, "body": "x"]
        let error = try #require(
            await #expect(throws: AgentError.self) {
                try await Self.perform(agent, inputs, in: directory.url.path)
            }
        )
        #expect(error.message.contains("no bug 3 in 'bugs'"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.url.path).isEmpty)
    }

    @Test(arguments: [
        ("---\nlabels: [a, 'b, c', \"d\"]\nstate: open\n---\n\nText\n", ["a", "b, c", "d"]),
        ("---\nlabels:\n  - a\n  - \"b\"\nstate: open\n---\nText", ["a", "b"]), ("---\nlabels: []\n---\n", []),
        ("---\nstate: open\n---\nlabels: [x]", []), ("Text alone\n", []), ("---\r\nlabels: [a]\r\n---\r\nText", ["a"]),
    ])
    func peoplesOwnFrontMatterIsReadAndKept(_ text: String, _ labels: [String]) {
        var report = FrontMatter(text)
        #expect(report.labels == labels)
        report.labels.append("new")
        report["state"] = "closed"
        let again = FrontMatter(report.text)
        #expect(again.labels == labels + ["new"])
        #expect(again["state"] == "closed")
        #expect(again.text.hasPrefix("---\n"))
        let bug = FiledBug(text: again.text, number: 1, name: "x")
        #expect(!bug.isOpen)
        #expect(bug.body.contains("Text") == text.contains("Text"))
    }
}
