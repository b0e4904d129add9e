public import FoundationEssentials
internal import BehestWorkflow
internal import Synchronization

/// Tries utterances again that no endpoint could transcribe, when one may do so, and lets the conversation do what they say.
///
/// ```swift
/// let backlog = Backlog()
/// let conversation = Conversation(…, backlog: backlog)
/// let chain = TranscriberChain(links) { _ in backlog.endpointIsBack() }
/// try await backlog.run(in: conversation, by: ears)
/// ```
///
/// The journal has what waits; when something is tried is decided by a ``BacklogSchedule``.
public final class Backlog: Sendable {
    private struct State {
        var schedule: BacklogSchedule
        /// Whether anything may wait.
        var mayWait = true
    }

    private let state: Mutex<State>
    private let now: @Sendable () -> Date
    /// That there may be something to do.
    private let stirrings: AsyncStream<Void>
    private let stirring: AsyncStream<Void>.Continuation

    /// Makes a backlog.
    ///
    /// - Parameters:
    ///   - settings: how long is waited.
    ///   - now: tells the time.
    public init(
        settings: BacklogSchedule.Settings = BacklogSchedule.Settings(),
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        state = Mutex(State(schedule: BacklogSchedule(settings: settings)))
        self.now = now
        (stirrings, stirring) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Takes that an endpoint works again.
    public func endpointIsBack() {
        let now = now()
        state.withLock { $0.schedule.endpointWorks(at: now) }
        stirring.yield()
    }

    /// Takes that what is said now is transcribed: what waits may be transcribed too.
    func endpointAnswers() {
        if state.withLock(\.mayWait) { endpointIsBack() }
    }

    /// Takes that an utterance waits.
    func stir() {
        state.withLock { $0.mayWait = true }
        stirring.yield()
    }

    /// Tries what waits, until it is cancelled.
    ///
    /// It is to be called once.
    ///
    /// - Parameters:
    ///   - conversation: what does what the utterances say.
    ///   - ears: what hears them, one after the other until one is sure.
    ///   - wakePhrase: what some of them begin with, and what is no part of the command then.
    ///   - clock: what waits are measured with.
    ///   - tell: told what became of each, before it is done.
    /// - Throws: when something could not be recorded.
    public func run(
        in conversation: Conversation,
        by ears: [CommandPipeline.Ear],
        wakePhrase: WakePhrase? = nil,
        clock: some Clock<Duration> = ContinuousClock(),
        telling tell: @escaping @Sendable (UtteranceReport) async -> Void = { _ in }
    ) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            // What an earlier process left waiting.
            stir()
            var alarm = Date.distantPast
            for await _ in stirrings {
                let next = try await work(in: conversation, by: ears, wakePhrase, tell)
                // One alarm that comes in time is enough.
                guard let next, next < alarm || alarm <= now() else { continue }
                alarm = next
                let wait = Duration.seconds(max(0, next.timeIntervalSince(now())))
                group.addTask {
                    if (try? await clock.sleep(for: wait)) != nil { self.stirring.yield() }
                }
            }
            group.cancelAll()
        }
    }

    /// Does what can be done now.
    ///
    /// - Returns: when there will be more to do; `nil` when nothing waits.
    private func work(
        in conversation: Conversation,
        by ears: [CommandPipeline.Ear],
        _ wakePhrase: WakePhrase?,
        _ tell: @Sendable (UtteranceReport) async -> Void
    ) async throws -> Date? {
        while true {
            try Task.checkCancellation()
            let waiting = try await conversation.records.journal.waitingUtterances()
            let now = now()
            let (step, news) = state.withLock { state in
                state.mayWait = !waiting.isEmpty
                return (state.schedule.step(among: waiting, at: now), state.schedule.timesWorked)
            }
            switch step {
            case .wait(let moment): return moment
            case .giveUp(let old): await tell(try await conversation.giveUp(old))
            case .attempt(let due):
                let report = try await conversation.retry(due, by: ears, after: wakePhrase)
                let end = self.now()
                let isWaiting = if case .refuse(.postponed)? = report.decision { true } else { false }
                // Of what is still not heard everything has been told.
                if isWaiting {
                    state.withLock { $0.schedule.failed(due.id, at: end, since: news) }
                    continue
                }
                if report.transcript != nil { state.withLock { $0.schedule.endpointWorks(at: end) } }
                await tell(report)
                if let exchange = report.exchange { await conversation.follow(exchange) }
            }
        }
    }
}
