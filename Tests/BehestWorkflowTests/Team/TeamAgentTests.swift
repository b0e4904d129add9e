import FoundationEssentials
import Synchronization
import TestSupport
import Testing

@testable import BehestWorkflow

/// What a team does with its tasks: in real runs, with a real journal.
@Suite(.timeLimit(.minutes(5)))
struct TeamAgentTests {
    /// What programs of the team do, by the first of their arguments; and what they were given.
    final class Programs: Agent {
        typealias Script = @Sendable (Assignment) async throws -> AgentResult

        let signatures: [AgentSignature] = []
        private let scripts: [String: Script]
        private let seen = Mutex<[Assignment]>([])

        init(_ scripts: [String: Script]) { self.scripts = scripts }

        var assignments: [Assignment] { seen.withLock { $0 } }
        var names: [String] { assignments.map { $0.arguments[0] } }

        func health(for inputs: [String: JSONValue], in workspace: String) async -> AgentHealth {
            inputs["check"] == nil ? .ready : .unavailable("not signed in")
        }

        func perform(_ assignment: Assignment, events: AgentEvents) async throws -> AgentResult {
            seen.withLock { $0.append(assignment) }
            return try await scripts[assignment.arguments[0]]?(assignment)
                ?? AgentResult(outputs: ["answer": .string(assignment.arguments[0])], summary: "Answered.")
        }
    }

    static func member(_ name: String, _ skills: [String] = ["work"], trusted: Bool = false) -> TeamMember {
        TeamMember(name: name, work: .program([name]), skills: skills, isTrusted: trusted)
    }

    static let dies: Programs.Script = { _ in
        AgentResult(summary: "", failure: "It was ended by signal 9.", hasDied: true)
    }

    /// What a step of a word with some inputs comes to.
    static func outcome(
        _ uses: TeamWord,
        _ inputs: [String: JSONValue],
        _ team: [TeamMember],
        _ programs: Programs,
        retry: RetryPolicy? = nil
    ) async throws -> (task: AgentTask, turns: [TeamTurn], findings: [AuditFinding]) {
        let directory = try TemporaryDirectory()
        let journal = try SQLiteJournal(path: directory.url.appending(path: "journal.sqlite").path)
        let agent = TeamAgent(team, programs: programs, turns: JournalTurnLog(journal))
        let dispatcher = Dispatcher(journal: journal, agents: AgentRegistry([agent]))
        var values = inputs.mapValues(InputTemplate.constant)
        if values["task"] == nil { values["task"] = .text(try TextTemplate("${{ slots.x }}")) }
        var step = StepDefinition(id: "s", action: .agent(uses.rawValue, inputs: values))
        step.retry = retry
        let run = try await dispatcher.record(try Sample.plan([step]), utterance: nil)
        let outcome = try await dispatcher.perform(run.id)
        let turns = try await journal.turns(ofRun: run.id)[outcome.tasks[0].id] ?? []
        return (outcome.tasks[0], turns, try await journal.audit().findings)
    }

    @Test func whoFitsBestDoesIt() async throws {
        let programs = Programs([:])
        let team = [Self.member("a", ["cook"]), Self.member("b"), Self.member("c")]
        let (task, turns, findings) = try await Self.outcome(.assign, ["skills": ["work"]], team, programs)
        #expect(task.state == .succeeded && findings.isEmpty)
        #expect(task.outputs["agent"] == "b" && task.outputs["answer"] == "b")
        #expect(task.outputs["reason"]?.text?.hasPrefix("'b' was picked with -1 point: it has 'work'") == true)
        #expect(turns.map(\.member) == ["b"] && turns[0].state == .succeeded)
        let given = try #require(programs.assignments.first)
        #expect(given.idempotencyKey == task.idempotencyKey && given.environment["BEHEST_MEMBER"] == "b")
        #expect(given.inputs["request"]?.value["task"] == "words")
        #expect(given.inputs["request"]?.origin.contains(.speech) == true)
    }

    @Test func whoDiesGivesTheTaskUpAndAnotherTakesItUnderTheSameKey() async throws {
        let programs = Programs(["a": Self.dies])
        let team = [Self.member("a"), Self.member("b")]
        let (task, turns, findings) = try await Self.outcome(.assign, [:], team, programs)
        #expect(task.state == .succeeded && task.outputs["agent"] == "b" && findings.isEmpty)
        #expect(turns.map(\.state) == [.lost, .succeeded] && turns[0].error == "It was ended by signal 9.")
        #expect(turns[1].reason.contains("'a' has given it up."))
        #expect(Set(programs.assignments.map(\.idempotencyKey)) == [task.idempotencyKey])
    }

    @Test func whoIsUnfitIsPassedOver() async throws {
        var unfit = Self.member("a")
        unfit.check = ["check"]
        let programs = Programs([:])
        let (task, _, _) = try await Self.outcome(.assign, [:], [unfit, Self.member("b")], programs)
        #expect(task.outputs["reason"]?.text?.contains("'a' was not asked: not signed in.") == true)
        #expect(programs.names == ["b"])
        let (alone, turns, _) = try await Self.outcome(.assign, [:], [unfit], Programs([:]))
        #expect(alone.state == .failed)
        #expect(alone.error == "Nobody can be asked. 'a' was not asked: not signed in.")
        #expect(turns.map(\.state) == [.lost])
    }

    @Test func whoHasDoneItBadlyIsNotReplaced() async throws {
        let programs = Programs(["a": { _ in AgentResult(outputs: ["n": 1], summary: "", failure: "The tests fail.") }])
        let (task, turns, _) = try await Self.outcome(.assign, [:], [Self.member("a"), Self.member("b")], programs)
        #expect(task.state == .failed && task.error == "'a' failed: The tests fail." && task.outputs["n"] == 1)
        #expect(turns.map(\.state) == [.failed] && programs.names == ["a"])
    }

    @Test func whenNobodyIsLeftAllReasonsAreTold() async throws {
        let programs = Programs([
            "a": Self.dies, "b": { _ in throw AgentError("Busy.", kind: .passing(retryAfter: nil)) },
        ])
        let team = [Self.member("a"), Self.member("b")]
        let (task, turns, _) = try await Self.outcome(.assign, [:], team, programs)
        #expect(task.state == .failed)
        #expect(task.error?.hasPrefix("Nobody is left to take it. 'a': It was ended by signal 9. 'b': Busy.") == true)
        #expect(turns.map(\.member) == ["a", "b", nil])

        // If the step is tried again, all of them may be asked again.
        let count = Atomic(0)
        let recovering = Programs([
            "a": { assignment in
                if count.add(1, ordering: .relaxed).newValue < 3 { return try await Self.dies(assignment) }
                return AgentResult(summary: "Answered.")
            }
        ])
        let retry = RetryPolicy(attempts: 5, delaySeconds: 0)
        let (again, all, findings) = try await Self.outcome(.assign, [:], [Self.member("a")], recovering, retry: retry)
        #expect(again.state == .succeeded && again.attempts == 3 && findings.isEmpty)
        #expect(all.map(\.state) == [.lost, .lost, .lost, .lost, .succeeded])
    }

    @Test func whoTakesTooLongGivesItUp() async throws {
        var slow = Self.member("a")
        slow.timeoutMinutes = 0.001
        let programs = Programs([
            "a": { _ in
                try await Task.sleep(for: .seconds(600))
                return AgentResult(summary: "Too late.")
            }
        ])
        let (task, turns, _) = try await Self.outcome(.assign, [:], [slow, Self.member("b")], programs)
        #expect(task.outputs["agent"] == "b")
        #expect(turns[0].error?.hasPrefix("It took longer than") == true)
    }

    @Test func aChainIsFollowed() async throws {
        let programs = Programs([:])
        let team = [Self.member("a", ["review"]), Self.member("b"), Self.member("c", ["plan"])]
        let to: JSONValue = ["c", "b", ["skills": ["review"]]]
        let (task, turns, _) = try await Self.outcome(.handOver, ["to": to], team, programs)
        #expect(task.state == .succeeded && programs.names == ["c", "b", "a"])
        #expect(task.outputs["path"] == ["c", "b", "a"] && task.outputs["turns"] == 3 && task.outputs["agent"] == "a")
        #expect(turns.map(\.place) == ["turn-1", "turn-2", "turn-3"])
        let answers = programs.assignments.map { $0.inputs["request"]?.value["answers"].elements?.first?["agent"] }
        #expect(answers == [nil, "c", "b"])
        #expect(Set(programs.assignments.map(\.idempotencyKey)).count == 3)
    }

    private static func names(_ next: JSONValue) -> Programs.Script {
        { _ in AgentResult(outputs: ["hand-over": next], summary: "Answered.") }
    }

    @Test func anAnswerNamesWhoGoesOn() async throws {
        let programs = Programs(["a": Self.names("b")])
        let team = [Self.member("a"), Self.member("b", [])]
        let (task, _, _) = try await Self.outcome(.handOver, ["skills": ["work"]], team, programs)
        #expect(task.outputs["path"] == ["a", "b"] && task.outputs["hand-over"] == nil)

        let stranger = Programs(["a": Self.names("mallory")])
        let (refused, _, _) = try await Self.outcome(.handOver, [:], team, stranger)
        #expect(refused.error == "'a' would hand it over to 'mallory', who is not in the team: a, b.")

        let sly = Programs(["a": Self.names("b")])
        let mixed = [Self.member("a", trusted: true), Self.member("b")]
        let (untrusted, _, _) = try await Self.outcome(.handOver, ["trusted": true], mixed, sly)
        #expect(untrusted.error == "'a' would hand it over to 'b', who is not trusted, as the step wants it.")
    }

    @Test func aLoopIsRefused() async throws {
        let team = [Self.member("a"), Self.member("b")]
        let pingPong = Programs(["a": Self.names("b"), "b": Self.names("a")])
        let (task, turns, _) = try await Self.outcome(.handOver, [:], team, pingPong)
        #expect(task.state == .failed && turns.count == 3)
        #expect(
            task.error
                == "'b' would be given the same again that it was given in turn 2 (a, b, a), which would go on for "
                + "ever. Change what its answer hands over."
        )
        // One that never says the same comes to the limit.
        let endless = Programs([
            "a": { assignment in
                AgentResult(outputs: ["hand-over": "a", "n": .string(assignment.idempotencyKey)], summary: "Answered.")
            }
        ])
        let (limited, all, _) = try await Self.outcome(.handOver, ["turns": 3], team, endless)
        #expect(all.count == 3)
        #expect(limited.error?.hasPrefix("It was handed over until 3 had been at it (a, a, a)") == true)
    }
}
