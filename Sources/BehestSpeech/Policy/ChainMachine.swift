/// Decides, for one utterance, which endpoint is asked when, and whose answer counts.
///
/// A pure state machine: what happens goes in, what is to be done comes out. It ends with exactly one outcome, and with it
/// everything that is still going on is cancelled; what comes of that later is not looked at.
///
/// Endpoints are asked in their order. The next one is asked when all that were asked have failed for good, or beside one that
/// takes long. One whose breaker is open is passed over.
struct ChainMachine: Sendable {
    /// An endpoint, as far as the machine has to know it.
    struct Link: Sendable {
        var name: String
        var settings: ChainLink.Settings
    }

    /// What happens.
    enum Event: Sendable {
        case began
        /// An attempt gave a transcript.
        case answered(Int)
        case failed(Int, TranscriptionError)
        case elapsed(Timer)
        /// Nobody wants the answer any more.
        case cancelled
        /// Something that was given up is over.
        case nothing
    }

    /// What is waited for; numbers are those of links.
    enum Timer: Sendable, Hashable {
        /// The end of a link's time.
        case limit(Int)
        /// The end of the wait before a link is asked again.
        case pause(Int)
        /// The time at which another one is asked beside a link.
        case hedge(Int)
    }

    /// What is to be done.
    enum Effect: Sendable, Equatable {
        /// Makes an attempt, of a number, at a link.
        case start(Int, link: Int)
        case cancel(Int)
        case wait(Timer, Duration)
        /// Tells of an attempt that is over.
        case tell(TranscriptionAttempt)
        /// Tells that a link whose breaker was open works again.
        case recovered(Int)
        /// Tells that a link's breaker is open, and when it may be tried has changed.
        case opened(Int)
        case finish(Outcome)
    }

    /// How it ends.
    enum Outcome: Sendable, Equatable {
        /// With what an attempt gave.
        case answered(Int)
        case failed(ChainFailure)
        case cancelled
    }

    /// A link that is being asked.
    private struct Lane {
        var link: Int
        var deadline: Duration
        /// The attempt that is going on; `nil` while the next one is waited for.
        var attempt: Int?
        var attempts = 0
        var error: TranscriptionError?
    }

    private struct Attempt {
        var link: Int
        var cause: TranscriptionAttempt.Cause
        var began: Duration
        /// Its number as a trial of a link that was left alone, if it is one.
        var trial: Int?
    }

    private let links: [Link]
    private let chance: @Sendable () -> Double
    private var untried: [Int]
    private var lanes: [Lane] = []
    /// The attempts that are going on.
    private var attempts: [Int: Attempt] = [:]
    private var attemptCount = 0
    private var origin = Duration.zero
    private var failures: [ChainFailure.Part] = []
    private(set) var isOver = false

    /// What the event that is being handled has changed.
    private var effects: [Effect] = []
    private var now = Duration.zero

    /// Begins with an utterance.
    ///
    /// - Parameters:
    ///   - links: the endpoints in their order.
    ///   - chance: gives numbers by chance, from 0 up to 1.
    init(_ links: [Link], chance: @escaping @Sendable () -> Double) {
        self.links = links
        self.chance = chance
        untried = Array(links.indices)
    }

    /// Takes in what has happened.
    ///
    /// - Parameters:
    ///   - event: what has happened.
    ///   - now: when; by the clock that the breakers go by.
    ///   - breakers: one for each link, shared by all utterances.
    /// - Returns: what is to be done, in this order.
    mutating func handle(_ event: Event, at now: Duration, _ breakers: inout [CircuitBreaker]) -> [Effect] {
        guard !isOver else { return [] }
        self.now = now
        effects = []
        switch event {
        case .began:
            origin = now
            if !startNext(.first, &breakers) { giveUp(&breakers) }
        case .answered(let number): answer(number, &breakers)
        case .failed(let number, let error): fail(number, error, &breakers)
        case .elapsed(.limit(let link)): exceed(link, &breakers)
        case .elapsed(.pause(let link)): askAgain(link, &breakers)
        case .elapsed(.hedge(let link)):
            guard lanes.contains(where: { $0.link == link }) else { break }
            _ = startNext(.hedge, preferring: links[link].settings.hedge?.other, &breakers)
        case .cancelled: finish(.cancelled, &breakers)
        case .nothing: break
        }
        return effects
    }

    // MARK: - Asking

    /// Asks the next endpoint that may be asked.
    ///
    /// - Returns: whether there is one.
    private mutating func startNext(
        _ cause: TranscriptionAttempt.Cause,
        preferring name: String? = nil,
        _ breakers: inout [CircuitBreaker]
    ) -> Bool {
        let willing = untried.filter { breakers[$0].admits(at: now) }
        guard let link = willing.first(where: { links[$0].name == name }) ?? willing.first else { return false }
        untried.removeAll { $0 == link }
        let settings = links[link].settings
        lanes.append(Lane(link: link, deadline: now + settings.timeLimit))
        effects.append(.wait(.limit(link), settings.timeLimit))
        if let hedge = settings.hedge { effects.append(.wait(.hedge(link), hedge.delay)) }
        start(lanes.count - 1, cause, &breakers)
        return true
    }

    private mutating func start(
        _ lane: Int,
        _ cause: TranscriptionAttempt.Cause,
        _ breakers: inout [CircuitBreaker]
    ) {
        let link = lanes[lane].link
        let trial = breakers[link].begin(at: now)
        attemptCount += 1
        attempts[attemptCount] = Attempt(link: link, cause: cause, began: now, trial: trial)
        lanes[lane].attempt = attemptCount
        lanes[lane].attempts += 1
        effects.append(.start(attemptCount, link: link))
    }

    private mutating func askAgain(_ link: Int, _ breakers: inout [CircuitBreaker]) {
        guard let lane = lanes.firstIndex(where: { $0.link == link }), lanes[lane].attempt == nil else { return }
        // Others may have failed at it meanwhile.
        guard breakers[link].admits(at: now) else { return close(lane, &breakers) }
        start(lane, .retry, &breakers)
    }

    // MARK: - What comes of it

    private mutating func answer(_ number: Int, _ breakers: inout [CircuitBreaker]) {
        guard let attempt = attempts[number] else { return }
        end(number, .answered)
        noteThatItWorks(attempt.link, &breakers)
        finish(.answered(number), &breakers)
    }

    private mutating func fail(_ number: Int, _ error: TranscriptionError, _ breakers: inout [CircuitBreaker]) {
        guard let lane = lanes.firstIndex(where: { $0.attempt == number }) else { return }
        let link = lanes[lane].link
        let settings = links[link].settings
        let trial = attempts[number]?.trial
        end(number, .failed(error.code))
        lanes[lane].attempt = nil
        lanes[lane].error = error
        note(error, of: link, trial, &breakers)
        let delay = settings.retry.delay(after: error, attempts: lanes[lane].attempts, chance: chance())
        guard let delay, now + delay < lanes[lane].deadline, breakers[link].admits(at: now + delay) else {
            return close(lane, &breakers)
        }
        effects.append(.wait(.pause(link), delay))
    }

    /// Lets a link's breaker know of a failure.
    private mutating func note(
        _ error: TranscriptionError,
        of link: Int,
        _ trial: Int?,
        _ breakers: inout [CircuitBreaker]
    ) {
        // What does not take this sound, or makes something up about it, works, and may hear another.
        if error.code == .refused || error.code == .invented { return noteThatItWorks(link, &breakers) }
        var rest: Duration?
        if case .after(let wait) = error.retry, wait > links[link].settings.retry.patience { rest = wait }
        let moment = now
        change(link, &breakers) { $0.fail(trial, at: moment, wantingRest: rest) }
    }

    private mutating func noteThatItWorks(_ link: Int, _ breakers: inout [CircuitBreaker]) {
        if breakers[link].succeed() { effects.append(.recovered(link)) }
    }

    /// Changes a link's breaker, and tells when it is to be tried at another time than before.
    private mutating func change(
        _ link: Int,
        _ breakers: inout [CircuitBreaker],
        by body: (inout CircuitBreaker) -> Void
    ) {
        let before = breakers[link].nextTrial
        body(&breakers[link])
        if let trial = breakers[link].nextTrial, trial != before { effects.append(.opened(link)) }
    }

    private mutating func exceed(_ link: Int, _ breakers: inout [CircuitBreaker]) {
        guard let lane = lanes.firstIndex(where: { $0.link == link }) else { return }
        if let number = lanes[lane].attempt {
            let limit = links[link].settings.timeLimit
            let error = TranscriptionError(
                .timedOut,
                "'\(links[link].name)' did not answer within \(limit.inSeconds) seconds; see whether it runs, or give it more time.",
                retry: .allowed
            )
            let trial = attempts[number]?.trial
            effects.append(.cancel(number))
            end(number, .failed(.timedOut))
            lanes[lane].error = error
            note(error, of: link, trial, &breakers)
        }
        close(lane, &breakers)
    }

    /// Gives a link up for this utterance.
    private mutating func close(_ lane: Int, _ breakers: inout [CircuitBreaker]) {
        let closed = lanes.remove(at: lane)
        if let error = closed.error {
            failures.append(ChainFailure.Part(endpoint: links[closed.link].name, error: error))
        }
        if lanes.isEmpty, !startNext(.next, &breakers) { giveUp(&breakers) }
    }

    private mutating func giveUp(_ breakers: inout [CircuitBreaker]) {
        let resting = untried.map { link in
            ChainFailure.Resting(endpoint: links[link].name, wait: breakers[link].nextTrial.map { $0 - now })
        }
        finish(.failed(ChainFailure(parts: failures, resting: resting)), &breakers)
    }

    // MARK: - The end

    private mutating func finish(_ outcome: Outcome, _ breakers: inout [CircuitBreaker]) {
        for number in attempts.keys.sorted() {
            guard let attempt = attempts[number] else { continue }
            effects.append(.cancel(number))
            end(number, .cancelled)
            let moment = now
            change(attempt.link, &breakers) { $0.abandon(attempt.trial, at: moment) }
        }
        lanes = []
        isOver = true
        effects.append(.finish(outcome))
    }

    private mutating func end(_ number: Int, _ outcome: TranscriptionAttempt.Outcome) {
        guard let attempt = attempts.removeValue(forKey: number) else { return }
        effects.append(
            .tell(
                TranscriptionAttempt(
                    endpoint: links[attempt.link].name,
                    number: number,
                    cause: attempt.cause,
                    began: attempt.began - origin,
                    took: now - attempt.began,
                    outcome: outcome
                )
            )
        )
    }
}

extension Duration {
    /// In seconds, with a fraction only where there is one.
    fileprivate var inSeconds: String {
        let seconds = self / .seconds(1)
        return seconds == seconds.rounded() ? "\(Int(seconds))" : "\(seconds)"
    }
}
