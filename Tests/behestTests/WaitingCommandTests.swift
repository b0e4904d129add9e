import BehestWorkflow
import FoundationEssentials
import Subprocess
import SystemPackage
import Testing
import TestSupport

/// What waits in the journal because no endpoint could hear it, and the built program at its next start.
@Suite(.timeLimit(.minutes(2)))
struct WaitingCommandTests {
    /// The endpoints were taken out of the configuration meanwhile.
    @Test func withoutEndpointsTheEmbeddedRecogniserHearsIt() async throws {
        let program = try Program()
        let journal = try await program.journal(waiting: "u1", since: Date())
        let (code, _, errors) = try await program.serve("--no-microphone", "--quiet", until: .terminate) { errors in
            while try !String(contentsOf: errors, encoding: .utf8).contains("FileBug has succeeded.") {
                await Task.yield()
            }
        }
        #expect(code == 0, "\(errors)")
        #expect(try await journal.waitingUtterances().isEmpty)
        let runs = try await journal.runs(limit: 9).filter { $0.plan.isLook != true }
        #expect(runs.map(\.utterance) == ["u1"])
    }

    /// Whoever is listened to is told at once, and not when the sound is over.
    @Test func thatItCannotBeDealtWithIsToldAtOnce() async throws {
        let program = try Program()
        _ = try await program.journal(waiting: "u1", since: Date() - 200_000)
        try await program.breakDecisions()
        let quiet = program.file("quiet.wav")
        try SoundFixture().write([Float](repeating: 0, count: 16_000 * 300), to: quiet)
        let result = try await program.run("listen", "--from", quiet.path, "--realtime", "--json")
        #expect(result.exitCode == 1)
        #expect(result.errors.contains("no decision can be kept"), "\(result.errors)")
    }
}

extension Program {
    private var journalPath: String { state.appending(path: "behest/journal.sqlite").path }

    /// A journal in which a recording waits that was made at some time.
    fileprivate func journal(waiting id: String, since moment: Date) async throws -> SQLiteJournal {
        let folder = URL(filePath: journalPath).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let journal = try SQLiteJournal(path: journalPath)
        try await journal.record(
            UtteranceRecord(
                id: id,
                source: "test",
                start: .zero,
                duration: .seconds(3),
                audioPath: Repository.sample("file-a-bug").path,
                createdAt: moment
            )
        )
        try await journal.postpone(id, triedAt: moment, because: "Nothing answers.")
        return journal
    }

    /// Lets the journal fail when a decision is recorded.
    fileprivate func breakDecisions() async throws {
        let trigger =
            "CREATE TRIGGER broken BEFORE INSERT ON decisions BEGIN SELECT RAISE(ABORT, 'no decision can be kept'); END"
        let script = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).executescript(sys.argv[2])"
        let result = try await Subprocess.run(
            .name("python3"),
            arguments: ["-c", script, journalPath, trigger],
            output: .discarded,
            error: .string(limit: 1 << 16)
        )
        #expect(result.terminationStatus.isSuccess, "\(result.standardError)")
    }
}
