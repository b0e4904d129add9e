import FoundationEssentials
import Subprocess
import SystemPackage
import Testing
import TestSupport

/// Every recorded command of `samples/` comes out as the table in its README says.
@Suite(.timeLimit(.minutes(10)))
struct SampleTests {
    @Test func comeOutAsTheirTableSays() async throws {
        let program = try Program()
        try await prepare(program.workspace)
        let result = try await program.run("run", "--json", Repository.root.appending(path: "samples").path)
        let commands = Dictionary(grouping: try result.json()) { line in
            URL(filePath: line.file ?? "").deletingPathExtension().lastPathComponent
        }
        let expected = try table()
        #expect(expected.count >= 16)
        #expect(Set(commands.keys) == Set(expected.keys))
        for (name, outcome) in expected {
            let actual = (commands[name] ?? []).map(Self.outcome).joined(separator: ", ")
            #expect(actual == outcome, "\(name): \(commands[name]?.map { $0.text ?? "" } ?? [])")
        }
        #expect(result.exitCode == 2)
    }

    /// By voice alone, from a sound server to the file.
    @Test(.enabled(if: SoundServer.isInstalled)) func aBugReportIsFiledHandsFree() async throws {
        let result = try await Subprocess.run(
            .path(FilePath(Repository.root.appending(path: "samples/hands-free-bug-report").path)),
            environment: .inherit.updating([
                "BEHEST": try Program.path(), "BEHEST_GRAMMARS": Repository.grammars.path, "NO_COLOR": "1",
            ]),
            output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20)
        )
        #expect(result.terminationStatus.isSuccess, "\(result.standardError)")
        let report = result.standardOutput
        for line in [
            "says: Filed bug 2: The parser drops the last line of the file.", "severity: \"critical\"",
            "> It happens when there is no line break at the end",
        ] {
            #expect(report.contains(line), "\(report)")
        }
    }

    private static func outcome(_ line: Program.Line) -> String {
        switch (line.decision, line.state) {
        case ("act", "succeeded"): "`\(line.intent ?? "")` done"
        case ("ask", _): "`\(line.intent ?? "")` asks"
        case ("refuse", _): "refused"
        default: "\(line.decision ?? "none") \(line.state ?? "")"
        }
    }

    /// The last column of the table, by the file's name without its ending.
    private func table() throws -> [String: String] {
        let readme = try String(contentsOf: Repository.root.appending(path: "samples/README.md"), encoding: .utf8)
        var outcomes: [String: String] = [:]
        for line in readme.split(separator: "\n") where line.hasPrefix("| `") {
            let cells = line.split(separator: "|").map { $0.trimmingPrefix { $0 == " " } }
            guard cells.count == 4, let end = cells[0].firstIndex(of: ".") else { continue }
            var outcome = String(cells[3])
            while outcome.last == " " { outcome.removeLast() }
            outcomes[String(cells[0][..<end].dropFirst())] = outcome
        }
        return outcomes
    }

    /// A workspace in which all of the commands can be done.
    private func prepare(_ workspace: URL) async throws {
        for (name, text) in [
            ("README.md", "# Test\n"), ("CHANGELOG.md", "# Changes\n"),
            ("Makefile", "lint:\n\t@echo the format is right\n"),
        ] {
            try Data(text.utf8).write(to: workspace.appending(path: name))
        }
        for arguments in [
            ["init", "--quiet"],
            [
                "-c", "user.name=Test", "-c", "user.email=test@localhost", "commit", "--quiet", "--allow-empty", "-m",
                "Begin",
            ],
        ] {
            let status = try await Subprocess.run(
                .name("git"),
                arguments: Arguments(arguments),
                workingDirectory: FilePath(workspace.path),
                output: .discarded
            ).terminationStatus
            #expect(status.isSuccess)
        }
    }
}
