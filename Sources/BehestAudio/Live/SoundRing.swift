internal import Synchronization

/// Keeps the last half minute of live sound for any number of readers, each of which goes at its own pace.
///
/// The one who writes never waits for a reader. A reader who begins gets the half second before as well, so that what
/// was said just before a key was pressed is not lost; one who falls behind by more than the ring holds finds a gap.
///
/// The lock is held only while samples are copied; a capture thread may take it.
public final class SoundRing: Sendable {
    /// What has happened to the sound since the ring was made.
    public struct Statistics: Sendable, Hashable {
        /// How many samples were written.
        public var samples = 0
        /// How many gaps there are by their cause, but for those of slow readers.
        public var gaps: [SoundGap.Cause: Int] = [:]
        /// How much time all these gaps lack.
        public var missing = Duration.zero
    }

    /// How much of the sound before now a new reader gets.
    public static let preRoll = Duration.milliseconds(500)

    let state: Mutex<State>

    /// Makes an empty ring.
    ///
    /// - Parameter capacity: how much it keeps.
    public init(keeping capacity: Duration = .seconds(30)) {
        state = Mutex(State(capacity: max(1, Self.samples(in: capacity))))
    }

    /// What has happened so far.
    public var statistics: Statistics { state.withLock { $0.statistics } }

    /// The level of what was last written, for a view that looks at it now and then.
    public var level: SoundLevel {
        let latest = state.withLock { $0.latest(1_600) }
        return SoundLevel(of: latest)
    }

    /// Whether a source that can wait should: the readers are farther behind than a third of what is kept, or there is none yet and
    /// what the first one would get is there.
    public var isAhead: Bool {
        state.withLock { state in
            guard let readUntil = state.readUntil else { return state.written >= Self.samples(in: Self.preRoll) }
            return state.written - readUntil > state.capacity / 3
        }
    }

    /// Writes samples.
    ///
    /// - Parameters:
    ///   - samples: what comes next, mono at ``speechSampleRate``.
    ///   - end: when the last of them was captured.
    public func write(_ samples: ArraySlice<Float>, endingAt end: ContinuousClock.Instant) {
        guard !samples.isEmpty else { return }
        let ready = state.withLock { state in
            state.write(samples, endingAt: end)
            return state.readyWaiters()
        }
        for waiter in ready { waiter.resume() }
    }

    /// Marks that what is written next does not follow what was written last.
    public func markGap(_ cause: SoundGap.Cause) {
        state.withLock { $0.openGap = $0.openGap ?? cause }
    }

    /// Tells the readers of a change, at this place of the sound.
    public func report(_ condition: CaptureCondition) {
        let waiters = state.withLock { state in
            state.add(.condition(condition))
            return state.allWaiters()
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Ends the sound; only the first end counts.
    ///
    /// - Parameter error: why, unless it simply ended.
    public func finish(throwing error: (any Error)?) {
        let waiters = state.withLock { state in
            state.end = state.end ?? .init(error: error)
            return state.allWaiters()
        }
        for waiter in waiters { waiter.resume() }
    }

    static func samples(in duration: Duration) -> Int {
        Int(duration / .seconds(1) * Double(speechSampleRate))
    }

    static func duration(of samples: Int) -> Duration {
        .microseconds(samples * 1_000_000 / speechSampleRate)
    }
}
