import FoundationEssentials
import Testing

@testable import BehestWorkflow

struct StateTests {
    private static let step = PlannedStep(
        id: "a",
        agent: "shell",
        inputs: [:],
        arguments: nil,
        environment: [:],
        timeoutMinutes: 1,
        continuesOnError: false
    )

    static let changes: [AgentTask.Change] = [
        .held, .readied, .started(step), .succeeded(outputs: [:], summary: ""), .failed("", outputs: [:]),
        .postponed("", AgentTask.Wait(from: .distantPast, until: .distantFuture)), .dead("", outputs: [:]),
        .interrupted,
        .cancelled(""), .skipped(""),
    ]

    static let allowed: [TaskState: Set<TaskState>] = [
        .waiting: [.held, .ready, .running, .cancelled, .skipped], .held: [.ready, .cancelled, .waiting, .skipped],
        .ready: [.running, .held, .cancelled, .skipped], .running: [.ready, .succeeded, .failed, .dead, .cancelled],
        .succeeded: [], .failed: [], .dead: [], .cancelled: [], .skipped: [],
    ]

    @Test(arguments: TaskState.allCases, changes)
    func tasksChangeAsTheTableSays(_ state: TaskState, _ change: AgentTask.Change) {
        var task = AgentTask(run: "r", position: 0, step: Self.step, state: state)
        if Self.allowed[state]?.contains(change.state) == true {
            #expect(throws: Never.self) { try task.apply(change) }
            #expect(task.state == change.state)
        } else {
            let before = task
            #expect(throws: IllegalTransition.self) { try task.apply(change) }
            #expect(task == before)
        }
    }

    @Test func anEndStaysAnEnd() {
        #expect(TaskState.allCases.filter(\.isFinal) == [.succeeded, .failed, .dead, .cancelled, .skipped])
        #expect(RunState.allCases.filter(\.isFinal) == [.succeeded, .failed, .cancelled])
        let refusal = IllegalTransition(subject: "task r.1", state: "failed", wanted: "running")
        #expect(refusal.description == "The task r.1 is failed and cannot become running.")
    }
}
