import Foundation
import GRDB
import TestSupport
import Testing

@testable import BehestWorkflow

/// Looking after the journal's file, and writing to it together.
final class UpkeepTests {
    private let directory: TemporaryDirectory
    private let path: String

    init() throws {
        directory = try TemporaryDirectory()
        path = directory.url.appending(path: "journal.sqlite").path
    }

    @Test func aCopyIsWholeAndHoldsWhatIsThere() async throws {
        let journal = try SQLiteJournal(path: path)
        try await journal.record(Sample.utterance)
        let copy = directory.url.appending(path: "copy.sqlite").path
        try Data("an older copy".utf8).write(to: URL(filePath: copy))
        try await journal.backUp(to: copy)
        let restored = try SQLiteJournal(path: copy)
        #expect(try await restored.utterance("u1") == Sample.utterance)
        #expect(try await restored.damage().isEmpty)
        #expect(try await restored.audit() == (try await journal.audit()))
    }

    @Test func aCopyThatCannotBeWrittenIsSaid() async throws {
        let journal = try SQLiteJournal(path: path)
        let error = await #expect(throws: JournalError.self) {
            try await journal.backUp(to: directory.url.appending(path: "none/copy.sqlite").path)
        }
        #expect(error?.message.hasPrefix("Could not write the copy '") == true)
        #expect(error?.message.contains("VACUUM") == false)
        #expect(try await journal.damage().isEmpty)
    }

    @Test func spaceIsGivenBack() async throws {
        let journal = try SQLiteJournal(path: path)
        try await journal.write { database in
            try database.execute(sql: "CREATE TABLE bulk (text TEXT)")
            for _ in 0..<100 { try database.execute(sql: "INSERT INTO bulk VALUES (hex(randomblob(20000)))") }
            try database.execute(sql: "DROP TABLE bulk")
        }
        let (before, after) = try await journal.vacuum()
        #expect(before > 3_000_000)
        #expect(after < 300_000)
        #expect(after == journal.size)
    }

    @Test func damageIsTold() async throws {
        let journal = try SQLiteJournal(path: path)
        #expect(try await journal.damage().isEmpty)
        try await journal.write { database in
            try database.execute(sql: "PRAGMA defer_foreign_keys = ON")
            try database.execute(sql: "PRAGMA writable_schema = ON")
            // A page of an index is taken for another table's.
            try database.execute(
                sql: "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'openRuns') "
                    + "WHERE name = 'eventsBySubject'"
            )
        }
        let damage = try await SQLiteJournal(path: path).damage()
        #expect(!damage.isEmpty)
    }

    @Test func aWriteThatFailsTakesBackOnlyItself() async throws {
        let journal = try SQLiteJournal(path: path)
        // Whatever waits behind the first is written together.
        let outcomes = await withTaskGroup(of: (Int, Bool).self) { group in
            for number in 0..<60 {
                group.addTask {
                    let wrote: Void? = try? await journal.write { database in
                        let id = number % 3 == 0 ? "same" : "u\(number)"
                        try database.execute(
                            sql: """
                                INSERT INTO utterances (id, source, start, duration, created) VALUES (?, 's', 0, 0, 0)
                                """,
                            arguments: [id]
                        )
                        try database.execute(
                            sql: "INSERT INTO transcripts (utterance, model, text, duration) VALUES (?, ?, '', 0)",
                            arguments: [id, "m\(number)"]
                        )
                    }
                    return (number, wrote != nil)
                }
            }
            return await group.reduce(into: [Int: Bool]()) { $0[$1.0] = $1.1 }
        }
        #expect(outcomes.count == 60)
        #expect(outcomes.filter { $0.key % 3 == 0 && $0.value }.count == 1)
        #expect(outcomes.filter { $0.key % 3 != 0 }.values.allSatisfy { $0 })
        let models = try await journal.read { try String.fetchAll($0, sql: "SELECT model FROM transcripts") }
        #expect(Set(models) == Set(outcomes.filter(\.value).map { "m\($0.key)" }))
        #expect(models.count == 41)
    }
}
