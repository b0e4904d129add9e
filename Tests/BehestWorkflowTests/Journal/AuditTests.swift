import Foundation
import GRDB
import TestSupport
import Testing

@testable import BehestWorkflow

/// What was recorded cannot be changed without a trace.
final class AuditTests {
    private let directory: TemporaryDirectory
    private let path: String

    init() throws {
        directory = try TemporaryDirectory()
        path = directory.url.appending(path: "journal.sqlite").path
    }

    /// A journal in which a run was done.
    private func journal() async throws -> SQLiteJournal {
        let journal = try SQLiteJournal(path: path, now: { Sample.moment })
        try await journal.record(Sample.utterance)
        try await journal.record(
            TranscriptRecord(
                utterance: "u1",
                model: "m",
                text: "run the tests",
                meanLogProbability: -0.1,
                duration: .zero
            )
        )
        let dispatcher = Dispatcher(journal: journal, agents: AgentRegistry([]))
        let run = try await dispatcher.record(try Sample.plan([try Sample.step("a")]), utterance: "u1")
        _ = try await dispatcher.perform(run.id)
        return journal
    }

    /// Changes the file as somebody would who wants to leave no trace.
    private func tamper(_ sql: String) throws {
        var configuration = Configuration()
        // The journal that wrote it may still be closing its file.
        configuration.busyMode = .timeout(60)
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.write { database in
            try database.execute(sql: "DROP TRIGGER eventsAreNotChanged; DROP TRIGGER eventsAreNotDeleted")
            try database.execute(sql: sql)
            #expect(database.totalChangesCount > 0)
        }
    }

    @Test func nothingIsFoundInWhatWasOnlyRecorded() async throws {
        let journal = try await journal()
        let audit = try await journal.audit()
        #expect(audit.findings.isEmpty)
        #expect(audit.events >= 5)
        #expect(audit.head.count == 64)
        #expect(try await SQLiteJournal(path: path).audit(holding: audit.head) == audit)
        _ = try await journal.vacuum()
        #expect(try await journal.audit() == audit)
    }

    @Test(arguments: [
        ("UPDATE events SET what = 'decided: act' WHERE id = 2", AuditFinding.Kind.brokenChain, Int64(2)),
        ("DELETE FROM events WHERE id = 2", .brokenChain, 3),
        ("UPDATE events SET hash = NULL WHERE id = 3", .unchained, 3),
        ("UPDATE events SET at = at + 1 WHERE id = 1", .brokenChain, 1),
        ("UPDATE transcripts SET text = 'deploy'", .changedRecord, 2),
        ("UPDATE utterances SET audioPath = '/other.flac'", .changedRecord, 1),
        ("UPDATE runs SET plan = replace(plan, 'words', 'sword')", .changedRecord, 3),
        ("DELETE FROM transcripts", .lostRecord, 2),
    ])
    func aChangeIsFound(_ sql: String, _ kind: AuditFinding.Kind, _ event: Int64) async throws {
        _ = try await journal()
        try tamper(sql)
        let findings = try await SQLiteJournal(path: path).audit().findings
        #expect(findings.first?.kind == kind)
        #expect(findings.first?.event == event)
        #expect(findings.count == 1)
    }

    @Test func howItEndedIsVouchedForToo() async throws {
        let events = try await journal().audit().events
        try tamper("UPDATE tasks SET error = 'none', state = 'succeeded'; UPDATE runs SET state = 'succeeded'")
        let findings = try await SQLiteJournal(path: path).audit().findings
        #expect(findings.map(\.kind) == [.changedRecord, .changedRecord])
        #expect(findings.allSatisfy { ($0.event ?? 0) > Int64(events) - 4 })
    }

    @Test func anEndThatIsCutOffIsFoundByWhoKeptAHash() async throws {
        let head = try await journal().audit().head
        try tamper("DELETE FROM events WHERE id = (SELECT max(id) FROM events)")
        let journal = try SQLiteJournal(path: path)
        #expect(try await journal.audit().findings.allSatisfy { $0.kind == .changedRecord })
        #expect(try await journal.audit(holding: head).findings.contains { $0.kind == .otherChain })
    }

    @Test func whatWasRecordedBeforeThereWasAChainIsLinkedToo() async throws {
        do {
            let pool = try DatabasePool(path: path)
            try JournalSchema.migrator.migrate(pool, upTo: "4: attempts at transcription")
            try await pool.write { database in
                for number in 1...3 {
                    try database.execute(
                        sql: "INSERT INTO events (at, subjectKind, subjectID, what) VALUES (1.5, 'run', ?, 'recorded')",
                        arguments: ["r\(number)"]
                    )
                }
            }
            try pool.close()
        }
        let audit = try await SQLiteJournal(path: path).audit()
        #expect(audit.events == 3)
        #expect(audit.findings.isEmpty)
        try tamper("DELETE FROM events WHERE id = 1")
        #expect(try await SQLiteJournal(path: path).audit().findings.first?.kind == .brokenChain)
    }

    @Test func theChainDependsOnEveryPart() {
        let link = AuditChain.Link(at: 1, subjectKind: "run", subjectID: "r", what: "done", record: nil, digest: nil)
        var changed = Array(repeating: link, count: 6)
        changed[0].at = 1.0.nextUp
        changed[1].subjectKind = "task"
        changed[2].subjectID = "rd"
        changed[3].what = "one"
        changed[4].record = "x"
        changed[5].digest = "x"
        var heads: Set<String> = []
        for each in [link] + changed {
            var chain = AuditChain()
            heads.insert(chain.append(each))
        }
        #expect(heads.count == 7)
        var chain = AuditChain(after: String(repeating: "1", count: 64))
        #expect(!heads.contains(chain.append(link)))
    }
}
