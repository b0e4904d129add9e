import BehestFakes
import BehestWorkflow
import FoundationEssentials
import TestSupport
import Testing

@testable import BehestAgents

/// Where the files of a report go, and that each goes there once.
@Suite(.timeLimit(.minutes(4)))
struct ForgeFilesTests {
    private static func recording(in folder: URL) throws -> String {
        let path = folder.appending(path: "said.flac").path
        try Data("not really sound".utf8).write(to: URL(filePath: path))
        return path
    }

    private static func file(
        _ kind: ForgeSettings.Kind,
        losing count: Int = 0,
        _ look: @escaping @Sendable (ServedForge, AgentResult, String) throws -> Void
    ) async throws {
        let folder = try TemporaryDirectory()
        let (workspace, audio) = (folder.url.path, try recording(in: folder.url))
        try await ServedForge.serving { served in
            served.fail { $0.loseAnswers = count }
            let tracker = try served.tracker(kind, attaching: [.audio, .transcript])
            let made = try await tracker.performUntilDone(
                "tracker/create",
                ["title": "It crashes"],
                audio: audio,
                in: workspace
            )
            try look(served, made.result, workspace)
        }
    }

    @Test(arguments: [0, 1, 2, 3])
    func forgejoTakesThemBesideTheIssueOnce(losing count: Int) async throws {
        try await Self.file(.forgejo, losing: count) { served, _, _ in
            #expect(served.issues.count == 1)
            let names = (served.issues[0]["assets"].elements ?? []).compactMap(\.text)
            #expect(names.count == 2)
            #expect(names.contains { $0.hasPrefix("recording-") && $0.hasSuffix(".flac") })
            #expect(names.allSatisfy { served.issues[0]["body"].text?.contains("`\($0)`") == true })
        }
    }

    @Test(arguments: [0, 1, 3])
    func gitLabTakesThemFirstAndLinksThem(losing count: Int) async throws {
        try await Self.file(.gitlab, losing: count) { served, _, _ in
            #expect(served.issues.count == 1)
            let body = served.issues[0]["body"].text ?? ""
            #expect(body.split(separator: "](/uploads/").count == 3, "two links")
            #expect(Set(served.texts("uploads")).count == 2)
        }
    }

    @Test func gitHubTakesNoneSoThatTheyStayHere() async throws {
        try await Self.file(.github) { served, _, workspace in
            let folder = "\(workspace)/bugs/attachments"
            let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            #expect(names.count == 2)
            let body = served.issues[0]["body"].text ?? ""
            #expect(names.allSatisfy { body.contains("bugs/attachments/\($0)") })
            #expect(!body.contains(workspace), "where the workspace is, is nobody's business")
        }
    }

    @Test func whatCannotBeReadIsNamedWithoutThePlaceOfTheWorkspace() async throws {
        let folder = try TemporaryDirectory()
        let workspace = folder.url.path
        try await ServedForge.serving { served in
            let tracker = try served.tracker(.github, attaching: [.audio])
            _ = try await tracker.perform(
                "tracker/create",
                ["title": "x"],
                audio: "\(workspace)/gone.flac",
                in: workspace
            )
            let body = served.issues[0]["body"].text ?? ""
            #expect(body.contains("Could not be attached:") && body.contains("./gone.flac"))
            #expect(!body.contains(workspace))
        }
    }

    @Test func whatForgejoRefusesStaysHereAndIsTold() async throws {
        let folder = try TemporaryDirectory()
        let (workspace, audio) = (folder.url.path, try Self.recording(in: folder.url))
        try await ServedForge.serving(FakeForge(refusesFiles: true)) { served in
            let tracker = try served.tracker(.forgejo, attaching: [.audio])
            for _ in 0..<2 {
                _ = try await tracker.perform("tracker/create", ["title": "x"], audio: audio, in: workspace)
            }
            let comments = (served.issues[0]["comments"].elements ?? []).compactMap(\.text)
            #expect(comments.count == 1)
            #expect(comments.first?.contains("bugs/attachments/recording-") == true)
            #expect(try FileManager.default.contentsOfDirectory(atPath: "\(workspace)/bugs/attachments").count == 1)
        }
    }
}
