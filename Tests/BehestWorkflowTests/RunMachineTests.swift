import BehestGrammar
import FoundationEssentials
import Testing

@testable import BehestWorkflow

/// A run's machine by itself: reports go in, records and orders come out.
struct RunMachineTests {
    /// A machine that is fed by hand; waits are drawn as their longest.
    struct Bench {
        var machine: RunMachine
        var now = Sample.moment
        var records: [String] = []

        init(_ body: String, tasks: [AgentTask]? = nil) throws {
            let plan = try WorkflowSample.plan(body.replacing("uses: do", with: "uses: script"), ["x": .text("one")])
            let run = RunRecord(id: "r", utterance: nil, plan: plan, state: .ready, createdAt: Sample.moment)
            let new = plan.steps.enumerated().map {
                AgentTask(run: "r", position: $0.offset, step: $0.element, state: .waiting)
            }
            machine = RunMachine(run: run, utterance: nil, tasks: tasks ?? new, chance: { 1 })
        }

        /// Goes on, and says what is begun and what is stopped.
        mutating func advance() -> [String] {
            let orders = machine.advance(at: now)
            records += orders.progress.updates.map { "\($0.task.step.path) \($0.what)" }
            if let run = orders.progress.finished { records.append("\(run.state): \(run.said ?? "")") }
            return orders.begin.map { machine.tasks[$0.task].step.path }
                + orders.stop.map { "stop \(machine.tasks[$0].step.path)" }
                + orders.requests.map { "\($0.job) waits for \($0.concurrency.group.value.asText)" }
        }

        mutating func report(_ step: String, _ ending: TaskReport.Ending) {
            let index = machine.tasks.firstIndex { $0.step.path == step } ?? 0
            machine.take(TaskReport(task: index, ending: ending, elapsed: .seconds(1)), at: now)
        }

        mutating func succeed(_ step: String) { report(step, .succeeded(outputs: [:], summary: "Did \(step).")) }

        mutating func fail(_ step: String, _ cause: RetryPolicy.Cause = .failure, retryAfter: Duration? = nil) {
            report(step, .failed(TaskReport.Failure(message: "Broken.", cause: cause, retryAfter: retryAfter)))
        }

        func state(_ step: String) -> TaskState? { machine.tasks.first { $0.step.path == step }?.state }
    }

    @Test func jobsThatDoNotNeedEachOtherAreDoneTogether() throws {
        var bench = try Bench(
            """
            jobs:
              a: {steps: [{id: s, uses: do}, {id: t, uses: do}]}
              b: {steps: [{id: s, uses: do}]}
              c: {needs: [a, b], steps: [{id: s, uses: do}]}
            """
        )
        #expect(bench.advance() == ["a/s", "b/s"])
        #expect(bench.advance() == [], "what is being done is not begun again")
        bench.succeed("a/s")
        #expect(bench.advance() == ["a/t"])
        bench.succeed("a/t")
        #expect(bench.advance() == [])
        bench.succeed("b/s")
        #expect(bench.advance() == ["c/s"])
        bench.succeed("c/s")
        #expect(bench.advance() == [])
        #expect(bench.records.last == "succeeded: Did c/s.")
    }

    @Test func aMatrixHasAsManyRunsAtATimeAsItSays() throws {
        var bench = try Bench(
            "jobs: {a: {strategy: {max-parallel: 2, matrix: {n: [1, 2, 3]}}, steps: [{id: s, uses: do}]}}"
        )
        #expect(bench.advance() == ["a.1/s", "a.2/s"])
        bench.succeed("a.2/s")
        #expect(bench.advance() == ["a.3/s"])
    }

    @Test func aFailureStopsTheOtherRunsOfItsMatrix() throws {
        var bench = try Bench(
            "jobs: {a: {strategy: {matrix: {n: [1, 2]}}, steps: [{id: s, uses: do}, {id: t, uses: do}]}}"
        )
        #expect(bench.advance() == ["a.1/s", "a.2/s"])
        bench.fail("a.2/s")
        _ = bench.advance()
        #expect(bench.advance() == ["stop a.1/s"])
        bench.report("a.1/s", .stopped)
        #expect(bench.advance() == [])
        #expect(bench.machine.tasks[0].error == "It was stopped because job 'a (2)' failed")
        #expect(bench.records.last == "failed: Step 's' of 'a (2)' failed: Broken.")
    }

    @Test func aPassingFailureIsTriedAgainAfterLongerAndLongerWaits() throws {
        var bench = try Bench("steps: [{id: a, uses: do, retry: {attempts: 4, delay-seconds: 2}}]")
        #expect(bench.advance() == ["a"])
        for (wait, attempt) in [(2.0, 2), (4.0, 3), (8.0, 4)] {
            bench.fail("a", .passing)
            #expect(bench.advance() == [])
            #expect(bench.machine.tasks[0].wait?.until == bench.now.addingTimeInterval(wait))
            bench.now.addTimeInterval(wait - 0.5)
            #expect(bench.advance() == [], "it is too early")
            bench.now.addTimeInterval(0.5)
            #expect(bench.advance() == ["a"])
            #expect(bench.machine.tasks[0].attempts == attempt)
        }
        bench.fail("a", .passing)
        #expect(bench.advance() == [])
        #expect(bench.state("a") == .dead)
        #expect(bench.machine.tasks[0].error == "It was tried 4 times. The last time: Broken.")
        #expect(bench.records.last?.hasPrefix("failed: Step 'a' failed: It was tried 4 times.") == true)
    }

    @Test func whoAsksToBeLeftAloneIs() throws {
        var bench = try Bench("steps: [{id: a, uses: do, retry: 2}]")
        _ = bench.advance()
        bench.fail("a", .passing, retryAfter: .seconds(90))
        #expect(bench.machine.tasks[0].wait?.until == bench.now.addingTimeInterval(90))
        // A clock that was put back says nothing about how long it has waited.
        bench.now.addTimeInterval(-3600)
        #expect(bench.advance() == ["a"])
    }

    @Test func whatDoesNotPassIsNotTriedAgain() throws {
        var bench = try Bench("steps: [{id: a, uses: do, retry: 3}]")
        _ = bench.advance()
        bench.fail("a", .failure)
        #expect(bench.state("a") == .failed)
    }

    @Test func whatKillsItsProcessAgainAndAgainIsDead() throws {
        var bench = try Bench("steps: [{id: a, uses: do}, {id: b, if: always(), uses: do}]")
        for _ in 1..<AgentTask.mostInterruptions {
            #expect(bench.advance() == ["a"])
            bench.machine.interrupt()
        }
        #expect(bench.advance() == ["a"])
        bench.machine.interrupt()
        #expect(bench.state("a") == .dead)
        #expect(bench.advance() == ["b"])
    }

    @Test func interruptionsAreNoAttemptsOfTheRetries() throws {
        var bench = try Bench("steps: [{id: a, uses: do, retry: 2}]")
        _ = bench.advance()
        bench.machine.interrupt()
        #expect(bench.advance() == ["a"])
        bench.fail("a", .passing)
        #expect(bench.state("a") == .ready)
    }

    @Test func aRunThatIsGivenUpDoesWhatIsThereForThat() throws {
        var bench = try Bench(
            """
            steps:
              - {id: a, uses: do}
              - {id: b, uses: do}
              - {id: c, if: always(), uses: do}
              - {id: d, if: success(), uses: do}
              - {id: e, if: cancelled(), uses: do}
            """
        )
        #expect(bench.advance() == ["a"])
        bench.machine.cancel(.gently("Never mind"))
        #expect(bench.advance() == ["stop a"])
        bench.report("a", .stopped)
        #expect(bench.advance() == ["c"])
        #expect(bench.advance() == [], "it is not stopped")
        bench.succeed("c")
        #expect(bench.advance() == ["e"])
        bench.succeed("e")
        _ = bench.advance()
        #expect(bench.records.last == "cancelled: Cancelled.")
        #expect(bench.machine.tasks.map(\.state) == [.cancelled, .cancelled, .succeeded, .cancelled, .succeeded])
    }

    @Test func atOnceNothingMoreIsBegun() throws {
        var bench = try Bench("steps: [{id: a, uses: do}, {id: b, if: always(), uses: do}]")
        _ = bench.advance()
        bench.machine.cancel(.atOnce)
        #expect(bench.advance() == ["stop a"])
        bench.report("a", .stopped)
        #expect(bench.advance() == [])
        #expect(bench.records.last == "cancelled: Cancelled.")
    }

    @Test func aJobThatIsThereForThatIsDoneToo() throws {
        var bench = try Bench(
            "jobs: {a: {steps: [{id: s, uses: do}]}, b: {needs: a, if: always(), steps: [{id: s, uses: do}]}}"
        )
        _ = bench.advance()
        bench.machine.cancel(.gently("Stop"))
        #expect(bench.advance() == ["stop a/s"])
        bench.report("a/s", .stopped)
        #expect(bench.advance() == ["b/s"])
        #expect(bench.advance() == [], "it is not stopped")
    }

    @Test func nothingBeginsOutsideOfItsGroup() throws {
        var bench = try Bench(
            """
            concurrency: all
            jobs:
              a: {concurrency: {group: "g-${{ slots.x }}"}, steps: [{id: s, uses: do}]}
              b: {steps: [{id: s, if: false, uses: do}]}
            """
        )
        #expect(bench.advance() == [" waits for all", "a waits for g-one"])
        #expect(bench.state("a/s") == .ready)
        bench.machine.enter("")
        #expect(bench.advance() == ["a waits for g-one"])
        bench.machine.enter("a")
        #expect(bench.advance() == ["a/s"])
        bench.succeed("a/s")
        let orders = bench.machine.advance(at: bench.now)
        #expect(orders.progress.left == ["a", ""])
        #expect(orders.progress.finished?.state == .succeeded)
    }

    @Test func aGroupIsWaitedForAsLongAsItSays() throws {
        var bench = try Bench("concurrency: {group: g, wait-minutes: 5}\nsteps: [{id: a, uses: do}]")
        let orders = bench.machine.advance(at: bench.now)
        bench.machine.expire(try #require(orders.requests.first))
        _ = bench.advance()
        #expect(bench.records.last == "failed: Step 'a' failed: There was no room in the group 'g' for 5 minutes.")
    }

    @Test func itGoesOnFromItsRecordsAlone() throws {
        let body = "steps: [{id: a, uses: do}, {id: b, uses: do, retry: 3}, {id: c, uses: do}]"
        var bench = try Bench(body)
        _ = bench.advance()
        bench.succeed("a")
        _ = bench.advance()
        bench.fail("b", .passing)
        var again = try Bench(body, tasks: bench.machine.tasks)
        again.machine.interrupt()
        #expect(again.advance() == [])
        again.now.addTimeInterval(2)
        #expect(again.advance() == ["b"])
        again.succeed("b")
        #expect(again.advance() == ["c"])
        #expect(again.records.filter { $0.hasPrefix("a ") } == [], "what is done is not touched")
    }
}
