import Foundation
import GRDB
import TestSupport
import Testing

@testable import BehestWorkflow

struct SQLiteJournalTests {
    @Test func conforms() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.url.appending(path: "state/journal.sqlite").path
        try await checkJournal(try SQLiteJournal(path: path, now: { Sample.moment }))
        let attributes = try FileManager.default.attributesOfItem(atPath: directory.url.appending(path: "state").path)
        #expect(attributes[.posixPermissions] as? Int == 0o700)
    }

    @Test func writesThroughToTheDisk() async throws {
        let directory = try TemporaryDirectory()
        let journal = try SQLiteJournal(path: directory.url.appending(path: "journal.sqlite").path)
        let pragmas = try await journal.write { database in
            try [
                Int.fetchOne(database, sql: "PRAGMA synchronous").map(String.init),
                String.fetchOne(database, sql: "PRAGMA journal_mode"),
                Int.fetchOne(database, sql: "PRAGMA foreign_keys").map(String.init),
                Int.fetchOne(database, sql: "PRAGMA busy_timeout").map(String.init),
            ]
        }
        #expect(pragmas == ["2", "wal", "1", "5000"])
    }

    @Test func isTheSameWhenOpenedAgain() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.url.appending(path: "journal.sqlite").path
        try await SQLiteJournal(path: path).record(Sample.utterance)
        #expect(try await SQLiteJournal(path: path).utterance("u1") == Sample.utterance)
    }

    @Test func aJournalOfAnOlderVersionIsBroughtUpToDate() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.url.appending(path: "journal.sqlite").path
        do {
            let pool = try DatabasePool(path: path)
            try JournalSchema.migrator.migrate(pool, upTo: "3: the conversation")
            try await pool.write { database in
                try database.execute(
                    sql: "INSERT INTO utterances VALUES ('u1', 'a.flac', 1.5, 2, '/tmp/u1.flac', 1700000000.25)"
                )
            }
            try pool.close()
        }
        let journal = try SQLiteJournal(path: path)
        #expect(try await journal.utterance("u1") == Sample.utterance)
        #expect(try await journal.transcriptionAttempts(at: "u1").isEmpty)
        try await journal.postpone("u1", triedAt: Sample.moment, because: "Nothing answers.")
        #expect(try await journal.waitingUtterances().map(\.id) == ["u1"])
    }

    @Test func keepsTheLastStateOfTheConversation() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.url.appending(path: "journal.sqlite").path
        let journal = try SQLiteJournal(path: path)
        #expect(try await journal.conversation() == nil)
        try await journal.record(.conversation("first"))
        try await journal.record(.conversation("second"))
        #expect(try await SQLiteJournal(path: path).conversation() == "second")
    }

    @Test(.timeLimit(.minutes(10)))
    func whatWasAcknowledgedSurvivesAKill() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.url.appending(path: "journal.sqlite").path
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            let journal = try SQLiteJournal(path: path)
            try await journal.record(Sample.utterance)
            let dispatcher = Dispatcher(journal: journal, agents: AgentRegistry([]))
            for _ in 0..<50 {
                let plan = try Sample.plan([try Sample.step("a"), try Sample.step("b")])
                _ = try await dispatcher.record(plan, utterance: "u1")
            }
            kill(getpid(), SIGKILL)
        }
        let journal = try SQLiteJournal(path: path)
        #expect(try await journal.utterance("u1") == Sample.utterance)
        let runs = try await journal.unfinishedRuns()
        #expect(runs.count == 50)
        for run in runs {
            #expect(try await journal.tasks(of: run.id).map(\.state) == [.ready, .waiting])
        }
    }

    @Test func eventsAreNeverChanged() async throws {
        let directory = try TemporaryDirectory()
        let journal = try SQLiteJournal(path: directory.url.appending(path: "journal.sqlite").path)
        try await journal.record(Sample.utterance)
        await #expect(throws: JournalError.self) {
            try await journal.write { try $0.execute(sql: "UPDATE events SET what = 'x'") }
        }
    }

    @Test func aDirectoryThatCannotBeMadeIsSaid() throws {
        let directory = try TemporaryDirectory()
        let file = directory.url.appending(path: "file").path
        try Data().write(to: URL(filePath: file))
        let error = #expect(throws: JournalError.self) { try SQLiteJournal(path: "\(file)/state/journal.sqlite") }
        #expect(error?.code == .cannotOpen)
        #expect(
            error?.message == "Could not make the directory '\(file)/state' for the journal: not a directory. "
                + "Make the one above it writable, or choose another place."
        )
    }

    @Test func aFileThatIsNoJournalIsSaid() throws {
        let directory = try TemporaryDirectory()
        let path = directory.url.appending(path: "journal.sqlite").path
        try Data(String(repeating: "no database ", count: 500).utf8).write(to: URL(filePath: path))
        let error = #expect(throws: JournalError.self) { try SQLiteJournal(path: path) }
        #expect(error?.code == .damaged)
    }

    @Test func aFullDiskIsSaid() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.url.appending(path: "journal.sqlite").path
        let journal = try SQLiteJournal(path: path)
        try await journal.write { database in
            let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            try database.execute(sql: "PRAGMA max_page_count = \(pages)")
        }
        var utterance = Sample.utterance
        utterance.source = String(repeating: "x", count: 1_000_000)
        let large = utterance
        let error = await #expect(throws: JournalError.self) { try await journal.record(large) }
        #expect(
            error?.message == "Could not write the journal '\(path)': the disk is full. "
                + "Free some space; nothing was done."
        )
    }
}
