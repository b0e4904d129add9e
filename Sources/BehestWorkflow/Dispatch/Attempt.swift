internal import Synchronization

/// One attempt of an agent at a task, watched over.
struct Attempt {
    let agent: any Agent
    let assignment: Assignment
    let limits: AttemptLimits
    let stop: StopSignal
    let events: AgentEvents

    private enum Outcome: Sendable {
        case ended(TaskReport.Ending)
        case passed(AttemptLimits.Limit)
        case told
    }

    /// Lets the agent do the task until it is done, takes too long or is told to stop; it has stopped when this returns.
    func perform<C: Clock<Duration>>(on clock: C) async -> TaskReport.Ending {
        let begin = clock.now
        let lastSign = LastSign<C.Instant>()
        return await withTaskGroup(of: Outcome.self) { group in
            group.addTask { [agent, assignment, events] in
                .ended(
                    await Self.perform(
                        assignment,
                        by: agent,
                        AgentEvents { event in
                            lastSign.note(clock.now)
                            events.report(event)
                        }
                    )
                )
            }
            group.addTask { [limits] in
                while true {
                    let sign = lastSign.moment
                    let next = limits.next(after: sign.map(begin.duration(to:)))
                    do {
                        try await clock.sleep(until: begin.advanced(by: next.at), tolerance: nil)
                    } catch { return .told }
                    // A sign of life in the meantime puts it off.
                    if lastSign.moment == sign || next.limit == .total { return .passed(next.limit) }
                }
            }
            group.addTask { [stop] in
                await stop.wait()
                return .told
            }
            var ending: TaskReport.Ending?
            var passed: AttemptLimits.Limit?
            for await outcome in group {
                switch outcome {
                case .ended(let end): ending = end
                case .passed(let limit): if ending == nil { passed = passed ?? limit }
                case .told: break
                }
                group.cancelAll()
            }
            if let passed {
                // What it returned or threw after that comes too late.
                return .failed(TaskReport.Failure(message: limits.reason(passed), cause: .timeout))
            }
            return ending ?? .stopped
        }
    }

    private static func perform(
        _ assignment: Assignment,
        by agent: any Agent,
        _ events: AgentEvents
    ) async -> TaskReport.Ending {
        do {
            let result = try await agent.perform(assignment, events: events)
            guard let failure = result.failure else {
                return .succeeded(outputs: result.outputs, summary: result.summary)
            }
            let cause = result.hasDied ? RetryPolicy.Cause.passing : .failure
            return .failed(TaskReport.Failure(message: failure, cause: cause, outputs: result.outputs))
        } catch {
            if error is CancellationError || Task.isCancelled { return .stopped }
            var failure = TaskReport.Failure(message: String(describing: error), cause: .failure)
            if let error = error as? AgentError, case .passing(let retryAfter) = error.kind {
                failure.cause = .passing
                failure.retryAfter = retryAfter
            }
            return .failed(failure)
        }
    }
}

/// When an agent gave its last sign of life.
private final class LastSign<Instant: Sendable>: Sendable {
    private let last = Mutex<Instant?>(nil)

    var moment: Instant? { last.withLock { $0 } }

    func note(_ moment: Instant) { last.withLock { $0 = moment } }
}

/// Tells an attempt to stop, once and for all.
struct StopSignal: Sendable {
    private let stream: AsyncStream<Never>
    private let continuation: AsyncStream<Never>.Continuation

    init() {
        // Nothing is ever in it: its end is the signal.
        (stream, continuation) = AsyncStream.makeStream(of: Never.self, bufferingPolicy: .bufferingNewest(1))
    }

    func signal() { continuation.finish() }

    /// Returns when the signal was given, or the surrounding Swift task is cancelled.
    func wait() async {
        for await _ in stream {}
    }
}
