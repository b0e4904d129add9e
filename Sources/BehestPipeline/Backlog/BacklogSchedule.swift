public import BehestWorkflow
public import FoundationEssentials

/// Decides which of the utterances that no endpoint could transcribe is tried again, and when.
///
/// A pure value. The oldest comes first, so that what was said first is done first. Each waits longer after each try in vain, and
/// all of them wait while the endpoints fail; that an endpoint works again ends all waiting.
public struct BacklogSchedule: Sendable, Hashable {
    /// How long is waited.
    public struct Settings: Sendable, Hashable {
        /// The wait after the first try in vain; each further one is twice as long.
        public var firstDelay: TimeInterval = 5
        /// The longest wait.
        public var longestDelay: TimeInterval = 300
        /// How long after it was said an utterance is given up.
        public var lifetime: TimeInterval = 86_400

        /// Makes the usual settings.
        public init() {}
    }

    /// What is to be done next.
    public enum Step: Sendable, Hashable {
        /// An utterance is tried again.
        case attempt(WaitingUtterance)
        /// An utterance is too old.
        case giveUp(WaitingUtterance)
        /// Nothing, until a moment or until something happens; without a moment, nothing waits.
        case wait(until: Date?)
    }

    private let settings: Settings
    /// How often in a row the endpoints have failed.
    private var failures = 0
    /// Until when nothing is tried after that.
    private var restUntil = Date.distantPast
    /// When an endpoint was back the last time: what was tried before that need not wait.
    private var backAt = Date.distantPast

    /// Begins while all endpoints are taken to work.
    public init(settings: Settings = Settings()) {
        self.settings = settings
    }

    /// Takes that an endpoint works again.
    public mutating func endpointIsBack(at now: Date) {
        failures = 0
        restUntil = .distantPast
        backAt = now
    }

    /// Takes that an utterance was tried in vain, since no endpoint works.
    public mutating func failed(at now: Date) {
        failures += 1
        restUntil = now + delay(after: failures)
    }

    /// Takes that an utterance was transcribed.
    public mutating func succeeded() {
        failures = 0
        restUntil = .distantPast
    }

    /// Decides what is to be done now.
    ///
    /// - Parameters:
    ///   - waiting: the utterances that wait, oldest first.
    ///   - now: the time.
    /// - Returns: the one thing that is to be done next.
    public func step(among waiting: [WaitingUtterance], at now: Date) -> Step {
        if let old = waiting.first(where: { now >= end(of: $0) }) { return .giveUp(old) }
        if now >= restUntil, let due = waiting.first(where: { now >= moment(of: $0) }) { return .attempt(due) }
        let moments = waiting.map { min(max(moment(of: $0), restUntil), end(of: $0)) }
        return .wait(until: moments.min())
    }

    /// When an utterance may be tried again.
    private func moment(of waiting: WaitingUtterance) -> Date {
        waiting.triedAt <= backAt ? backAt : waiting.triedAt + delay(after: waiting.tries)
    }

    private func end(of waiting: WaitingUtterance) -> Date { waiting.utterance.createdAt + settings.lifetime }

    private func delay(after failures: Int) -> TimeInterval {
        min(settings.longestDelay, settings.firstDelay * Double(1 << min(16, max(0, failures - 1))))
    }
}
