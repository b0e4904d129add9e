import BehestWorkflow
import FoundationEssentials
import TestSupport
import Testing

@testable import BehestAgents

/// What is put into a report besides its words, and what happens when it cannot be had.
final class AttachmentTests {
    private let directory: TemporaryDirectory
    private var workspace: URL { directory.url.appending(path: "work") }

    init() throws {
        directory = try TemporaryDirectory()
        try FileManager.default.createDirectory(at: workspace, withIntermediateDirectories: true)
    }

    /// Files a report, and returns its text.
    private func filed(
        _ inputs: [String: JSONValue],
        from origin: Origin = .pack,
        defaults: Attachments = Attachments(),
        environment: [String: String] = [:]
    ) async throws -> String {
        let tracker = LocalTracker(
            defaults: defaults,
            environment: environment,
            pictureLimit: .seconds(600),
            now: { Date(timeIntervalSince1970: 0) }
        )
        _ = try await tracker.perform(
            Assignment(
                run: "r1",
                task: "r1.1",
                step: "bug",
                agent: "tracker/create",
                idempotencyKey: "r1/bug",
                inputs: inputs.merging(["title": "x"]) { $1 }.mapValues { TracedValue($0, from: origin) },
                workspace: workspace.path,
                utterance: .init(text: "it rains")
            )
        )
        return try read("0001-x.md")
    }

    private func read(_ name: String) throws -> String {
        try String(contentsOf: workspace.appending(path: "bugs/\(name)"), encoding: .utf8)
    }

    private func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: workspace.appending(path: name))
    }

    @Test func theLastLinesOfLogsAreAttached() async throws {
        try write((1...500).map { "line \($0)\n" }.joined(), to: "build.log")
        try write("only\r\ntwo lines, the last without an end", to: "other.log")
        let text = try await filed(["logs": [["file": "build.log", "lines": 2], "other.log"]])
        #expect(text.contains("- [Last lines of build.log](0001-x.1-build-log.log.txt)\n"))
        #expect(try read("0001-x.1-build-log.log.txt") == "line 499\nline 500\n")
        #expect(try read("0001-x.2-other-log.log.txt") == "only\r\ntwo lines, the last without an end\n")
    }

    @Test func aLongLogIsBounded() async throws {
        let line = String(repeating: "x", count: 1000)
        try write((0..<2000).map { "\($0) \(line)\n" }.joined(), to: "build.log")
        _ = try await filed(["logs": [["file": "build.log", "lines": 2000]]])
        let kept = try read("0001-x.1-build-log.log.txt")
        #expect(kept.utf8.count <= LogTail.mostBytes)
        #expect(kept.hasSuffix("1999 \(line)\n"))
        #expect(kept.first?.isNumber == true)
    }

    @Test(arguments: [
        "/etc/passwd", "../secret.log", "a/../../secret.log", "link.log", "none.log", "pipe.log", "folder",
    ])
    func aLogThatIsNotInTheWorkspaceIsNamedAsMissing(_ name: String) async throws {
        let outside = directory.url.appending(path: "secret.log")
        try Data("secret".utf8).write(to: outside)
        try FileManager.default.createSymbolicLink(
            atPath: workspace.appending(path: "link.log").path,
            withDestinationPath: outside.path
        )
        try FileManager.default.createDirectory(
            at: workspace.appending(path: "folder"),
            withIntermediateDirectories: true
        )
        let pipe = try await Program(arguments: ["mkfifo", "pipe.log"], directory: workspace.path).run()
        try #require(pipe.exitCode == 0)
        let text = try await filed(["logs": [.string(name)]])
        #expect(text.contains("Could not be attached:\n\n- the last lines of '\(Markdown.escaped(name))': "))
        #expect(!text.contains(".log.txt"))
    }

    @Test func whichLogsAreReadIsNeverSaid() async throws {
        try write("a", to: "build.log")
        await #expect(throws: AgentError.self) { try await filed(["logs": ["build.log"]], from: .speech) }
    }

    struct Secret: Sendable, CustomTestStringConvertible {
        var text: String
        var redacted: String
        var testDescription: String { text }
    }

    static let secrets: [Secret] = [
        Secret(text: "password=hunter2 user=me", redacted: "password=[left out] user=me"),
        Secret(text: #"{"api_key": "abc def", "n": 1}"#, redacted: #"{"api_key": [left out], "n": 1}"#),
        Secret(text: "GITHUB_TOKEN: ghp_x", redacted: "GITHUB_TOKEN: [left out]"),
        Secret(text: "fetch https://me:pass@example.org/x", redacted: "fetch https://[left out]@example.org/x"),
        Secret(text: "Authorization: Bearer abcdefgh.ijk", redacted: "Authorization: Bearer [left out]"),
        Secret(text: "used ghp_0123456789abcdefghij01", redacted: "used [left out]"),
        Secret(text: "key AKIAABCDEFGHIJKLMNOP.", redacted: "key [left out]."),
        Secret(
            text: "a\n-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----\nb",
            redacted: "a\n-----BEGIN RSA PRIVATE KEY-----\n[left out]\n-----END RSA PRIVATE KEY-----\nb"
        ),
        Secret(text: "the tokenizer read 12 tokens", redacted: "the tokenizer read 12 tokens"),
        Secret(text: "https://example.org:8080/a@b", redacted: "https://example.org:8080/a@b"),
    ]

    @Test(arguments: secrets)
    func secretsAreLeftOut(_ secret: Secret) {
        #expect(LogRedactor.redacted(secret.text) == secret.redacted)
    }

    @Test func theSystemIsDescribed() async throws {
        let text = try await filed(["attach": ["system"]])
        #expect(text.contains("\n- Kernel: Linux "))
        #expect(text.contains("\n- Cores: "))
        #expect(text.contains("\n- Memory: "))
    }

    /// A picture program that stands in for the desktop's own, since there is no desktop here.
    private func tool(_ name: String, _ script: String) throws -> String {
        let folder = directory.url.appending(path: "tools")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let path = folder.appending(path: name)
        try Data("#!/bin/sh\n\(script)\n".utf8).write(to: path)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path.path)
        return folder.path
    }

    @Test func thePictureOfTheFirstToolThatWorksIsTaken() async throws {
        _ = try tool("gnome-screenshot", "echo no session >&2; exit 1")
        let path = try tool("scrot", #"printf '\211PNG\r\n\032\npicture' >"$2""#)
        let text = try await filed(
            ["attach": ["screenshot"]],
            environment: ["DISPLAY": ":9", "PATH": "\(path):/usr/bin:/bin"]
        )
        #expect(text.contains("- [Screenshot](0001-x.png)\n"), "\(text)")
        let names = try FileManager.default.contentsOfDirectory(atPath: workspace.appending(path: "bugs").path)
        #expect(Set(names) == [".lock", "0001-x.md", "0001-x.png"])
    }

    @Test func aToolThatFailsIsNamed() async throws {
        let path = try tool("import", "echo cannot open the display >&2; exit 1")
        let text = try await filed(
            ["attach": ["screenshot"]],
            environment: ["DISPLAY": ":9", "PATH": "\(path):/nowhere"]
        )
        #expect(text.contains("- the screenshot: 'import' failed: cannot open the display."), "\(text)")
    }

    @Test func aChosenProgramTakesThePictureWithAnyDesktopOrNone() async throws {
        let path = try tool("camera", #"test "$1" = --still && printf '\211PNG\r\n\032\npicture' >"$2""#)
        let program = Attachments(kinds: [.screenshot], screenshotProgram: ["\(path)/camera", "--still"])
        let text = try await filed([:], defaults: program)
        #expect(text.contains("- [Screenshot](0001-x.png)\n"), "\(text)")
        // A pack says whether there is a picture, not by what.
        let none = Attachments(screenshotProgram: ["\(path)/none"])
        try FileManager.default.removeItem(at: workspace.appending(path: "bugs"))
        let other = try await filed(["attach": ["screenshot"]], defaults: none)
        let reason = "The program '\(path)/none' was not found. Install it, or choose another in the configuration."
        #expect(other.contains("- the screenshot: \(Markdown.escaped(reason))\n"), "\(other)")
    }

    @Test func theProgramForPicturesIsFoundWithoutBeingRun() throws {
        let path = try tool("grim", "exit 1")
        let environment = ["WAYLAND_DISPLAY": "wayland-9", "PATH": path]
        #expect(try Attachments().findScreenshotProgram(environment: environment) == "grim")
        #expect(throws: AgentError.self) {
            // It is there, but can only be used with X.
            _ = try tool("scrot", "exit 1")
            try FileManager.default.removeItem(atPath: "\(path)/grim")
            return try Attachments().findScreenshotProgram(environment: environment)
        }
        #expect(throws: AgentError.self) { try Attachments().findScreenshotProgram(environment: ["PATH": path]) }
        let chosen = Attachments(screenshotProgram: ["\(path)/scrot", "--still"])
        #expect(try chosen.findScreenshotProgram(environment: [:]) == "\(path)/scrot")
        let missing = Attachments(screenshotProgram: ["\(path)/none"])
        #expect(throws: AgentError.self) { try missing.findScreenshotProgram(environment: environment) }
    }

    @Test func withoutADesktopTheReportIsFiled() async throws {
        #expect(try await filed(["attach": ["screenshot"]]).contains("- the screenshot: There is no desktop here.\n"))
    }

    @Test func defaultsCountWhereThePackSaysNothing() async throws {
        try write("log", to: "build.log")
        let defaults = Attachments(kinds: [.transcript], logs: [LogTail(file: "build.log")])
        let text = try await filed([:], defaults: defaults)
        #expect(text.contains("- [Transcript](0001-x.transcript.txt)\n- [Last lines of build.log]"))
    }

    @Test func thePackHasTheLastWord() async throws {
        let defaults = Attachments(kinds: [.transcript], logs: [LogTail(file: "build.log")])
        let text = try await filed(["attach": [], "logs": []], defaults: defaults)
        #expect(!text.contains("Transcript"))
        #expect(!text.contains("Could not"))
    }
}
