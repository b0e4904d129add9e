import FoundationEssentials
import Subprocess
import SystemPackage
import Testing
import TestSupport

/// A real folder with real files, and a real git repository if the test wants one.
final class Project {
    private let folder: TemporaryDirectory
    let url: URL
    var path: String { url.path }

    init(_ files: [String: String] = [:], git: Bool = false) async throws {
        folder = try TemporaryDirectory()
        url = folder.url.appending(path: "project")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        for (path, text) in files { try write(text, to: path) }
        if git { try await self.git("init", "--quiet", "--initial-branch=main") }
    }

    func write(_ text: String, to path: String) throws {
        let file = url.appending(path: path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(text.utf8).write(to: file)
    }

    func git(_ arguments: String...) async throws {
        let identity = ["-c", "user.name=Test", "-c", "user.email=test@localhost", "-c", "commit.gpgsign=false"]
        let status = try await Subprocess.run(
            .name("git"),
            arguments: Arguments(identity + arguments),
            workingDirectory: FilePath(path),
            output: .discarded,
            error: .discarded
        ).terminationStatus
        try #require(status.isSuccess, "git \(arguments)")
    }

    func commit(by author: String = "Test <test@localhost>", _ message: String = "Change") async throws {
        try await git("add", "--all")
        try await git("commit", "--quiet", "--allow-empty", "--author", author, "-m", message)
    }
}
