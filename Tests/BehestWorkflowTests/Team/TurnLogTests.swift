import FoundationEssentials
import TestSupport
import Testing

@testable import BehestWorkflow

/// What every log of turns must do; the log of a journal beside that holds for all processes.
@Suite(.timeLimit(.minutes(5)))
struct TurnLogTests {
    private static let team = ["a", "b"].map { TeamMember(name: $0, work: .program([$0])) }

    /// A journal with runs that this process has claimed, and the number of the claim.
    private static func journal(
        _ runs: [String],
        in directory: borrowing TemporaryDirectory
    ) async throws -> SQLiteJournal {
        let journal = try SQLiteJournal(path: directory.url.appending(path: "journal.sqlite").path)
        let plan = try Sample.plan([try Sample.step("x"), try Sample.step("y")])
        for id in runs {
            let run = RunRecord(id: id, utterance: nil, plan: plan, state: .ready, createdAt: Sample.moment)
            let tasks = plan.steps.enumerated().map {
                AgentTask(run: id, position: $0.offset, step: $0.element, state: .waiting)
            }
            try await journal.record(run, tasks: tasks)
            let worker = WorkerRecord(identity: .current, deadline: Uptime.seconds + 600)
            let liveness = WorkerLiveness(observer: .current, uptime: Uptime.seconds)
            #expect(try await journal.claim(id, by: worker, liveness)?.number == 1)
        }
        return journal
    }

    private static func request(_ task: String, _ place: String = "work", claim: Int = 1) -> TurnRequest {
        TurnRequest(
            run: String(task.prefix { $0 != "." }),
            task: task,
            claim: claim,
            place: place,
            input: "i",
            idempotencyKey: "\(task)/\(place)",
            candidates: ["a", "b"]
        )
    }

    private static func choose(_ needs: TeamNeeds = TeamNeeds()) -> @Sendable (TeamLoad) -> TeamChoice {
        { load in TeamChoice(among: team, for: needs, load: load) }
    }

    private static func checkLog(_ log: some TurnLog) async throws {
        let first = try await log.begin(request("r.1"), choosing: choose())
        #expect(first.state == .running && first.member == "a" && first.number == 1 && first.attempts == 1)
        #expect(first.id == "r.1.1" && first.idempotencyKey == "r.1/work")
        #expect(first.reason.hasPrefix("'a' was picked"))
        let second = try await log.begin(request("r.2"), choosing: choose())
        #expect(second.member == "b", "the first one has a turn under way")

        // Who comes then waits, in the order of asking, and is in the log once.
        let waiting = try await log.begin(request("q.1"), choosing: choose())
        let later = try await log.begin(request("q.2"), choosing: choose())
        #expect(waiting.state == .waiting && later.state == .waiting)
        #expect(try await log.begin(request("q.2"), choosing: choose()).state == .waiting)
        #expect(try await log.turns(of: "q.2").count == 1)
        try await log.end(first, .succeeded(outputs: ["n": 1], summary: "Done."))
        #expect(try await log.begin(request("q.2"), choosing: choose()).state == .waiting, "another one is before it")
        #expect(try await log.begin(request("q.1"), choosing: choose()).member == "a")
        try await log.end(second, .lost("It died."))
        let taken = try await log.begin(request("q.2"), choosing: choose())
        #expect(taken.member == "b")

        let kept = try await log.turns(of: "r.1")
        #expect(kept.count == 1 && kept[0].state == .succeeded && kept[0].outputs == ["n": 1])
        await #expect(throws: IllegalTransition.self) { try await log.end(first, .lost("late")) }

        // A turn at the same place that is not at its end goes on, and is no new one.
        let named = TeamNeeds(names: ["b"])
        let again = try await log.begin(request("q.2"), choosing: choose(named))
        #expect(again.number == taken.number && again.attempts == 2 && again.reason == taken.reason)
        try await log.end(again, .failed("No.", outputs: [:]))

        // What the same task has elsewhere is told.
        let other = try await log.begin(request("q.2", "other")) { load in
            #expect(load.sameTask == ["b"])
            return choose(TeamNeeds(names: ["b"]))(load)
        }
        #expect(other.number == 2)
        try await log.end(other, .lost("Dead."))
        try await log.settle("q.2", of: "q", claim: 1)
        #expect(try await log.turns(of: "q.2").map(\.isSettled) == [true, true])

        let nobody = try await log.begin(request("r.2")) { _ in TeamChoice(among: [], for: TeamNeeds()) }
        #expect(nobody.state == .lost && nobody.member == nil && nobody.isSettled)
        #expect(nobody.error == nobody.reason)
    }

    @Test func inMemory() async throws {
        try await Self.checkLog(MemoryTurnLog())
    }

    @Test func inAJournal() async throws {
        let directory = try TemporaryDirectory()
        let journal = try await Self.journal(["r", "q"], in: directory)
        try await Self.checkLog(JournalTurnLog(journal))
        let turns = try await journal.turns(ofRun: "r")
        #expect(turns["r.2"]?.map(\.state) == [.lost, .lost])
        #expect(try await journal.events(of: "r.1.1").map(\.what) == ["given to a", "succeeded"])
        #expect(try await journal.audit().findings == [])
    }

    @Test func whoComesTooLateIsRefused() async throws {
        let directory = try TemporaryDirectory()
        let journal = try await Self.journal(["r"], in: directory)
        let log = JournalTurnLog(journal)
        let turn = try await log.begin(Self.request("r.1"), choosing: Self.choose())
        let worker = WorkerRecord(identity: .current, deadline: Uptime.seconds + 600)
        let liveness = WorkerLiveness(observer: .current, uptime: Uptime.seconds)
        #expect(try await journal.claim("r", by: worker, liveness)?.number == 2)
        await #expect(throws: ClaimLost.self) { try await log.end(turn, .succeeded(outputs: [:], summary: "")) }
        await #expect(throws: ClaimLost.self) {
            try await log.begin(Self.request("r.2"), choosing: Self.choose())
        }
        // What was under way is no longer counted until it goes on, and then it is the same turn.
        let other = try await log.begin(Self.request("r.2", claim: 2), choosing: Self.choose())
        #expect(other.member == "a")
        let needs = TeamNeeds(names: ["a"])
        let resumed = try await log.begin(Self.request("r.1", claim: 2), choosing: Self.choose(needs))
        #expect(resumed.state == .waiting && resumed.member == "a", "it has its member, and waits for room again")
        try await log.end(other, .succeeded(outputs: [:], summary: ""))
        let again = try await log.begin(Self.request("r.1", claim: 2), choosing: Self.choose(needs))
        #expect(again.state == .running && again.attempts == 2 && again.number == 1)
        #expect(try await journal.audit().findings == [])
    }

    @Test func whatADeadWorkerWasAtDoesNotCount() async throws {
        let directory = try TemporaryDirectory()
        let journal = try await Self.journal(["r", "q"], in: directory)
        var ghost = WorkerIdentity.current
        ghost.id = "ghost"
        ghost.process = .max
        let dead = WorkerRecord(identity: ghost, deadline: Uptime.seconds + 600)
        let liveness = WorkerLiveness(observer: ghost, uptime: Uptime.seconds) { _ in nil }
        let claim = try #require(try await journal.claim("r", by: dead, liveness))
        let theirs = JournalTurnLog(journal, worker: ghost)
        let turn = try await theirs.begin(Self.request("r.1", claim: claim.number), choosing: Self.choose())
        #expect(turn.member == "a")
        let own = try await JournalTurnLog(journal).begin(Self.request("q.1"), choosing: Self.choose())
        #expect(own.member == "a")
    }
}
