/// When a request has taken too long: from its beginning, or from when its body was sent as long as that still grew.
///
/// A pure value: what happens is told with its time.
struct TransferClock: Sendable {
    /// What took too long.
    enum Limit: Sendable, Hashable {
        /// The connection, which libcurl watches.
        case connection
        /// Whoever sends a body that grows, to go on with it.
        case growing
        /// The server, to take what waits to be sent.
        case sending
        /// The server, to begin with its answer.
        case firstByte
        /// All of it.
        case total
    }

    private let timeout: Duration
    private let firstByteTimeout: Duration?
    private let longestPause: Duration?
    private let grows: Bool
    private let began: ContinuousClock.Instant
    private var sent: ContinuousClock.Instant?
    private var hasAnswer = false

    /// Starts.
    ///
    /// - Parameters:
    ///   - request: what is asked.
    ///   - now: when it begins.
    init(_ request: HTTPRequest, now: ContinuousClock.Instant) {
        timeout = request.timeout
        firstByteTimeout = request.firstByteTimeout
        longestPause = request.longestPause
        grows = request.upload?.growing.isEmpty == false
        began = now
    }

    /// Notes that the last of the body was handed over.
    mutating func bodySent(at now: ContinuousClock.Instant) {
        sent = sent ?? now
    }

    /// Notes that the answer has begun.
    mutating func answerBegan() {
        hasAnswer = true
    }

    /// Looks whether it has taken too long.
    ///
    /// - Parameters:
    ///   - now: the time.
    ///   - waiting: since when a part of the body waits to be taken; `nil` when none does.
    ///   - paused: since when a body that is not whole has not grown; `nil` when there is none.
    /// - Returns: what took too long; `nil` when nothing did.
    func overrun(
        at now: ContinuousClock.Instant,
        waitingSince waiting: ContinuousClock.Instant? = nil,
        pausedSince paused: ContinuousClock.Instant? = nil
    ) -> Limit? {
        if let start = grows ? sent : began, now >= start + timeout { return .total }
        if let paused, let longestPause, now >= paused + longestPause { return .growing }
        if sent == nil, let waiting, now >= waiting + (firstByteTimeout ?? timeout) { return .sending }
        if !hasAnswer, let sent, let firstByteTimeout, now >= sent + firstByteTimeout { return .firstByte }
        return nil
    }

    /// The next time to look, as far as it is known.
    func nextLook(after now: ContinuousClock.Instant) -> ContinuousClock.Instant {
        // What waits to be sent, and when a body grew, is not known here.
        var next = now + .seconds(1)
        if let start = grows ? sent : began { next = min(next, start + timeout) }
        if !hasAnswer, let sent, let firstByteTimeout { next = min(next, sent + firstByteTimeout) }
        return next
    }
}
