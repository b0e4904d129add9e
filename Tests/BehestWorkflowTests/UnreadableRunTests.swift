import Foundation
import GRDB
import TestSupport
import Testing

@testable import BehestWorkflow

/// Runs that stand in the journal so that they cannot be read.
@Suite(.timeLimit(.minutes(5)))
final class UnreadableRunTests {
    private let directory: TemporaryDirectory
    private let journal: SQLiteJournal
    private let agent = ScriptedAgent()
    private let dispatcher: Dispatcher

    init() throws {
        directory = try TemporaryDirectory()
        journal = try SQLiteJournal(path: directory.url.appending(path: "journal.sqlite").path)
        dispatcher = Dispatcher(journal: journal, agents: AgentRegistry([agent]))
    }

    private func record(held: Bool = false) async throws -> RunRecord.ID {
        let plan = try Sample.plan([try Sample.step("a")])
        return try await dispatcher.record(plan, utterance: nil, held: held, isForAnybody: true).id
    }

    private func damage(_ sql: String, _ id: String) async throws {
        try await journal.write { try $0.execute(sql: sql, arguments: [id]) }
    }

    @Test(arguments: [
        "UPDATE runs SET plan = '{\"intent\":' WHERE id = ?", "UPDATE runs SET plan = '{}' WHERE id = ?",
        "UPDATE tasks SET input = '[]' WHERE run = ?", "UPDATE tasks SET state = 'lost' WHERE run = ?",
    ])
    func oneThatIsDamagedIsSetAsideAndTheOthersGoOn(_ sql: String) async throws {
        var runs: [RunRecord.ID] = []
        for _ in 0..<3 { runs.append(try await record()) }
        try await damage(sql, runs[1])
        var warnings: [RunRecord.ID] = []
        var ended: [RunRecord.ID] = []
        for _ in 0..<2 {
            try await dispatcher.attend(until: .idle, atOnce: 1, warning: { warnings.append($0.id) }) {
                ended.append($0.run.id)
            }
        }
        #expect(ended == [runs[0], runs[2]])
        // The task's row is found out only once the run belongs to this process, which then lets it be.
        #expect(warnings.first == runs[1] && Set(warnings) == [runs[1]])
        #expect(agent.assignments.count == 2)
        let damage = try await journal.damage()
        #expect(damage.count == 1)
        #expect(damage.first?.contains(runs[1]) == true, "\(damage)")
        #expect(damage.first?.contains("cannot be read: ") == true)
        #expect(try await journal.runs(limit: 9).map(\.id).contains(runs[0]))
        #expect(try await journal.unfinishedRuns().allSatisfy { $0.id == runs[1] })
    }

    @Test func oneThatWaitsForAYesKeepsNothingFromBeingDone() async throws {
        let held = try await record(held: true)
        let other = try await record()
        try await damage("UPDATE runs SET heldUntil = 1, plan = 'x' WHERE id = ?", held)
        var warnings: [UnreadableRun] = []
        var ended: [RunRecord.ID] = []
        try await dispatcher.attend(until: .idle, warning: { warnings.append($0) }) { ended.append($0.run.id) }
        #expect(ended == [other])
        #expect(warnings.map(\.id) == [held])
        #expect(
            warnings.first?.description.hasPrefix("The run '\(held)' cannot be read and is left as it is") == true
        )
    }

    @Test func nothingIsSaidOfAJournalThatIsWhole() async throws {
        _ = try await record()
        #expect(try await journal.damage() == [])
    }
}
