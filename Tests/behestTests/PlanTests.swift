import FoundationEssentials
import TestSupport
import Testing

/// What `--dry-run` shows of a plan.
@Suite(.timeLimit(.minutes(10)))
struct PlanTests {
    private static let pack = """
        language: en
        intents:
          Release:
            data:
              - sentences: ["release {version} [to {place}]"]
        lists:
          version: {wildcard: true}
          place: {values: [staging, production]}
        scripts:
          note: 'printf %s "$1"'
        workflows:
          Release:
            confirm: always
            env: {PLACE: "${{ slots.place || 'staging' }}"}
            concurrency: {group: "release-${{ slots.place }}", cancel-in-progress: true}
            jobs:
              test:
                strategy: {matrix: {level: [quick, deep]}}
                steps:
                  - {id: check, run: [make, "test-${{ matrix.level }}"], working-directory: app, timeout-minutes: 5}
              publish:
                needs: test
                if: success() && slots.place
                outputs: {log: "${{ steps.note.outputs.stdout }}"}
                steps:
                  - id: note
                    run: {script: note, arguments: ["${{ slots.version }}"]}
                    retry: {attempts: 2, on: [timeout]}
                    undo: {run: [rm, note]}
                  - {if: slots.place == 'production', run: [announce]}
            say: "Released ${{ slots.version }}: ${{ needs.publish.outputs.log }}"
        """

    private static func file(_ pack: String, in program: Program) throws -> String {
        let path = program.workspace.appending(path: "release.yaml").path
        try Data(pack.utf8).write(to: URL(filePath: path))
        return path
    }

    @Test func aDryRunShowsTheWholePlan() async throws {
        let program = try Program()
        let pack = try Self.file(Self.pack, in: program)
        let result = try await program.run(
            "say",
            "--dry-run",
            "--grammars",
            pack,
            "release one point two to staging"
        )
        #expect(result.exitCode == 2, "\(result.errors)")
        let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let start = try #require(lines.firstIndex { $0.contains("asks") })
        let end = try #require(lines.firstIndex { $0.contains("would say") })
        #expect(
            lines[start...end].map { $0 } == [
                "  asks        release one point two to staging. Shall I?",
                "              Add --yes to say yes beforehand.",
                "  would do    with PLACE=staging",
                "              from speech: PLACE",
                "              one at a time of 'release-staging', ending what is being done",
                "  job         test (quick)",
                "              make test-quick",
                "                in app",
                "                at most 5 minutes",
                "  job         test (deep)",
                "              make test-deep",
                "                in app",
                "                at most 5 minutes",
                "  job         publish after test",
                "                if success() && slots.place",
                "              script note 'one point two'",
                "                from speech: 'one point two'",
                "                up to 2 times, tried again after: timeout",
                "                taken back by rm note",
                "              step-2 is skipped: Its condition 'slots.place == 'production'' does not hold",
                "  would say   Released ${{ slots.version }}: ${{ needs.publish.outputs.log }}",
            ]
        )
        #expect(!FileManager.default.fileExists(atPath: program.state.path))
    }

    @Test func theSameWordsMakeTheSameLine() async throws {
        let program = try Program()
        let pack = try Self.file(Self.pack, in: program)
        let arguments = ["say", "--json", "--grammars", pack, "--dry-run", "release one point two to staging"]
        let first = try await program.run(arguments)
        let second = try await program.run(arguments)
        #expect(first.output == second.output)
        #expect(first.output.contains("\"plan\":{\"concurrency\":{\"cancelsInProgress\":true,"))
        #expect(!first.output.contains("timings"))
        // The plan is the same as well where it is measured how long it took.
        let staged = try await program.run(
            ["say", "--json", "--grammars", pack, "--stop-after", "plan", "release one point two to staging"]
        )
        let plan = try #require(first.output.firstRange(of: "\"plan\":"))
        let end = try #require(first.output.firstRange(of: ",\"reason\":"))
        #expect(staged.output.contains(first.output[plan.lowerBound..<end.lowerBound]))
    }

    @Test func aJobIsDoneByTheProgram() async throws {
        let program = try Program()
        let text = Self.pack.replacing(
            "run: [make, \"test-${{ matrix.level }}\"]",
            with: "run: [echo, \"${{ matrix.level }}\"]"
        )
        let pack = try Self.file(text, in: program)
        try FileManager.default.createDirectory(
            at: program.workspace.appending(path: "app"),
            withIntermediateDirectories: true
        )
        let result = try await program.run("say", "--yes", "--grammars", pack, "release one point two to staging")
        #expect(result.exitCode == 0, "\(result.output) \(result.errors)")
        #expect(result.output.contains("  says        Released one point two: one point two\n"))
        #expect(result.output.contains("skipped     publish/step-2: Its condition"))
    }
}
