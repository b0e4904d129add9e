public import BehestWorkflow
public import FoundationEssentials

/// Decides which of the utterances that no endpoint could transcribe is tried again, and when.
///
/// A pure value. Each utterance waits longer after each try in vain, and all of them wait while the endpoints fail; that an endpoint
/// works ends all waiting. When the time of any of them has come, the oldest is tried, so that what was said first is done first;
/// only one that fails again and again while the endpoints work comes last.
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
    /// When an endpoint was known to work the last time: what was tried before that need not wait.
    private var workedAt = Date.distantPast
    /// How often an endpoint was known to work: whether that is news since an attempt began, whatever the clock says.
    public private(set) var timesWorked = 0
    /// How often utterances failed right after an endpoint was known to work.
    private var oddities: [UtteranceRecord.ID: Int] = [:]

    /// After so many such failures it is the utterance.
    private static let mostOddities = 3

    /// Begins while all endpoints are taken to work.
    public init(settings: Settings = Settings()) {
        self.settings = settings
    }

    /// Takes that an endpoint works: it is back, or has just transcribed something.
    public mutating func endpointWorks(at now: Date) {
        failures = 0
        restUntil = .distantPast
        workedAt = now
        timesWorked += 1
    }

    /// Takes that an utterance was tried in vain.
    ///
    /// - Parameters:
    ///   - utterance: the utterance.
    ///   - now: the time.
    ///   - news: ``timesWorked`` when the attempt began. When an endpoint came back since, the failure is older than that and says
    ///     nothing of it.
    public mutating func failed(_ utterance: UtteranceRecord.ID, at now: Date, since news: Int) {
        guard news == timesWorked else { return }
        if failures == 0, workedAt > .distantPast { oddities[utterance, default: 0] += 1 }
        failures += 1
        restUntil = now + delay(after: failures)
    }

    /// Decides what is to be done now.
    ///
    /// - Parameters:
    ///   - waiting: the utterances that wait, oldest first.
    ///   - now: the time.
    /// - Returns: the one thing that is to be done next.
    public func step(among waiting: [WaitingUtterance], at now: Date) -> Step {
        if let old = waiting.first(where: { now >= end(of: $0) }) { return .giveUp(old) }
        if now >= restUntil, waiting.contains(where: { now >= moment(of: $0) }), let first = first(of: waiting) {
            return .attempt(first)
        }
        let moments = waiting.map { min(max(moment(of: $0), restUntil), end(of: $0)) }
        return .wait(until: moments.min())
    }

    private func first(of waiting: [WaitingUtterance]) -> WaitingUtterance? {
        waiting.first { oddities[$0.id, default: 0] < Self.mostOddities } ?? waiting.first
    }

    /// When an utterance may be tried again.
    private func moment(of waiting: WaitingUtterance) -> Date {
        waiting.triedAt <= workedAt ? workedAt : waiting.triedAt + delay(after: waiting.tries)
    }

    private func end(of waiting: WaitingUtterance) -> Date { waiting.utterance.createdAt + settings.lifetime }

    private func delay(after failures: Int) -> TimeInterval {
        min(settings.longestDelay, settings.firstDelay * Double(1 << min(16, max(0, failures - 1))))
    }
}
