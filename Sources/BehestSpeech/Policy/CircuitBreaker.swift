/// Keeps what fails again and again from being asked, until it may have recovered.
///
/// A pure value; its moments are durations from any beginning that all of them share.
///
/// ```
///            fails `failures` times in a row              its rest is over, and somebody tries
///   closed ────────────────────────────────► open ─────────────────────────────────────────────► trying
///     ▲                                        ▲                  fails: it rests twice as long    │ │
///     │                                        └───────────────────────────────────────────────────┘ │
///     └────────────────────────────────── answers ───────────────────────────────────────────────────┘
/// ```
public struct CircuitBreaker: Sendable, Hashable {
    /// When it opens, and for how long.
    public struct Settings: Sendable, Hashable {
        /// How many failures in a row open it.
        public var failures = 3
        /// How long it is open the first time; each further time in a row twice as long.
        public var shortestRest = Duration.seconds(1)
        /// How long it is open at most.
        public var longestRest = Duration.seconds(60)

        /// Makes the usual settings.
        public init() {}
    }

    private enum State: Sendable, Hashable {
        case closed(failures: Int)
        case open(until: Duration)
        case trying(trial: Int)
    }

    private let settings: Settings
    private var state = State.closed(failures: 0)
    /// How often it has opened since it was closed last.
    private var openings = 0
    private var trials = 0

    /// Makes a closed one.
    public init(settings: Settings = Settings()) {
        self.settings = settings
    }

    /// Whether it is closed, as it should be.
    public var isClosed: Bool {
        if case .closed = state { true } else { false }
    }

    /// When it may be tried again; `nil` when it is closed or being tried.
    public var nextTrial: Duration? {
        if case .open(let end) = state { end } else { nil }
    }

    /// Whether something may be attempted now; of an open one, whose rest is over, one attempt at a time.
    public func admits(at now: Duration) -> Bool {
        switch state {
        case .closed: true
        case .open(let end): now >= end
        case .trying: false
        }
    }

    /// Takes that an attempt begins.
    ///
    /// - Returns: the number of the trial, if it is one: if the breaker is open.
    /// - Precondition: it is admitted.
    public mutating func begin(at now: Duration) -> Int? {
        precondition(admits(at: now), "what rests is not to be disturbed")
        guard !isClosed else { return nil }
        trials += 1
        state = .trying(trial: trials)
        return trials
    }

    /// Takes that an attempt was answered, whenever that began.
    ///
    /// - Returns: whether it was open until now.
    public mutating func succeed() -> Bool {
        defer { (state, openings) = (.closed(failures: 0), 0) }
        return !isClosed
    }

    /// Takes that an attempt failed.
    ///
    /// - Parameters:
    ///   - trial: the trial that it is; `nil` when it is none. While one goes on, only that tells whether it works again: what began
    ///     before tells nothing new.
    ///   - now: when.
    ///   - rest: how long the other side wants to be left alone, if it says so: then it is, from the first failure on.
    public mutating func fail(_ trial: Int? = nil, at now: Duration, wantingRest rest: Duration? = nil) {
        switch state {
        case .closed(let failures):
            guard failures + 1 >= settings.failures || rest != nil else {
                state = .closed(failures: failures + 1)
                return
            }
            open(at: now, for: rest)
        case .trying(let current): if trial == current { open(at: now, for: rest) }
        // It began before the breaker opened, and tells nothing new.
        case .open(let end): state = .open(until: max(end, now + (rest ?? .zero)))
        }
    }

    /// Takes that an attempt was given up before anything came of it.
    ///
    /// - Parameters:
    ///   - trial: the trial that it is; `nil` when it is none, and tells nothing.
    ///   - now: when.
    public mutating func abandon(_ trial: Int?, at now: Duration) {
        guard case .trying(let current) = state, current == trial else { return }
        // The next one may try at once.
        state = .open(until: now)
    }

    private mutating func open(at now: Duration, for rest: Duration?) {
        let doubled = min(settings.shortestRest * (1 << min(16, openings)), settings.longestRest)
        openings += 1
        state = .open(until: now + max(doubled, rest ?? .zero))
    }
}
