import FoundationEssentials
import Synchronization
import TestSupport
import Testing

@testable import BehestWorkflow

/// What holds for teams over several runs, processes and crashes.
extension TeamAgentTests {
    @Test func atOnceHoldsForAllRuns() async throws {
        let directory = try TemporaryDirectory()
        let journal = try SQLiteJournal(path: directory.url.appending(path: "journal.sqlite").path)
        let now = Mutex(0)
        let most = Mutex(0)
        let busy: Programs.Script = { _ in
            let count = now.withLock { count in
                count += 1
                return count
            }
            most.withLock { $0 = max($0, count) }
            await Task.yield()
            now.withLock { $0 -= 1 }
            return AgentResult(summary: "Answered.")
        }
        let programs = Programs(["a": busy])
        let agent = TeamAgent([Self.member("a")], programs: programs, turns: JournalTurnLog(journal))
        let dispatcher = Dispatcher(journal: journal, agents: AgentRegistry([agent]))
        let step = StepDefinition(id: "s", action: .agent("team/assign", inputs: ["task": .constant("x")]))
        let plan = try Sample.plan([step])
        for _ in 0..<6 { _ = try await dispatcher.record(plan, utterance: nil, isForAnybody: true) }
        var outcomes: [RunOutcome] = []
        try await dispatcher.attend(until: .idle) { outcomes.append($0) }
        #expect(outcomes.count == 6 && outcomes.allSatisfy { $0.run.state == .succeeded })
        #expect(most.withLock { $0 } == 1 && programs.names.count == 6)
    }

    @Test func whatWasDoneIsNotDoneAgainAfterACrash() async throws {
        let directory = try TemporaryDirectory()
        let journal = try SQLiteJournal(path: directory.url.appending(path: "journal.sqlite").path)
        var ghost = WorkerIdentity.current
        ghost.id = "ghost"
        ghost.process = .max
        let (started, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let first = Programs([
            "b": { _ in
                signal.yield()
                try await Task.sleep(for: .seconds(600))
                return AgentResult(summary: "Too late.")
            }
        ])
        let team = [Self.member("a"), Self.member("b")]
        func dispatcher(_ programs: Programs, _ worker: WorkerIdentity) -> Dispatcher {
            let agent = TeamAgent(team, programs: programs, turns: JournalTurnLog(journal, worker: worker))
            return Dispatcher(journal: journal, agents: AgentRegistry([agent]), worker: worker)
        }
        let inputs: [String: InputTemplate] = ["task": .constant("x"), "to": .constant(["a", "b"])]
        let step = StepDefinition(id: "s", action: .agent("team/hand-over", inputs: inputs))
        let late = dispatcher(first, ghost)
        let run = try await late.record(try Sample.plan([step]), utterance: nil)
        async let overtaken = late.perform(run.id)
        for await _ in started { break }
        let second = Programs([:])
        let outcome = try await dispatcher(second, .current).perform(run.id)
        #expect(outcome.run.state == .succeeded, "\(outcome.run.said ?? "")")
        #expect(second.names == ["b"] && second.assignments[0].idempotencyKey == "\(run.id)/s/turn-2")
        #expect(try await overtaken == outcome)
        let turns = try await journal.turns(ofRun: run.id)["\(run.id).1"] ?? []
        #expect(turns.map(\.attempts) == [1, 2] && turns.allSatisfy { $0.state == .succeeded })
        #expect(try await journal.audit().findings == [])
    }

    @Test func whoIsCancelledLeavesTheLine() async throws {
        let directory = try TemporaryDirectory()
        let journal = try SQLiteJournal(path: directory.url.appending(path: "journal.sqlite").path)
        let (started, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let programs = Programs([
            "a": { assignment in
                guard assignment.step == "slow" else { return AgentResult(summary: "Answered.") }
                signal.yield()
                try await Task.sleep(for: .seconds(600))
                return AgentResult(summary: "Too late.")
            }
        ])
        let agent = TeamAgent([Self.member("a")], programs: programs, turns: JournalTurnLog(journal))
        let dispatcher = Dispatcher(journal: journal, agents: AgentRegistry([agent]))
        func record(_ id: String) async throws -> RunRecord {
            let step = StepDefinition(id: id, action: .agent("team/assign", inputs: ["task": .constant("x")]))
            return try await dispatcher.record(try Sample.plan([step]), utterance: nil)
        }
        let (slow, waiting) = (try await record("slow"), try await record("waiting"))
        async let first = dispatcher.perform(slow.id)
        for await _ in started { break }
        async let second = dispatcher.perform(waiting.id)
        while try await journal.turns(ofRun: waiting.id).isEmpty { await Task.yield() }
        for run in [waiting, slow] {
            try await journal.requestCancellation(of: run.id, because: "The person said so")
        }
        let ended = try await [second, first]
        #expect(ended.allSatisfy { $0.run.state == .cancelled })
        for run in [slow, waiting] {
            #expect(try await journal.turns(ofRun: run.id).values.flatMap(\.self).map(\.state) == [.lost])
        }
        let third = try await dispatcher.perform(try await record("quick").id)
        #expect(third.run.state == .succeeded)
        #expect(try await journal.audit().findings == [])
    }
}
