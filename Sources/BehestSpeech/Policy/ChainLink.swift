internal import BehestAudio

/// One of the transcribers that a ``TranscriberChain`` goes by, and how it is dealt with.
public struct ChainLink: Sendable {
    /// What is done when it takes long.
    public struct Hedge: Sendable, Hashable {
        /// After how long another one is asked beside it.
        public var delay: Duration
        /// Which one; without a name, or when that one cannot be had, the next in the order.
        public var other: String?

        /// Makes a hedge.
        public init(after delay: Duration, other: String? = nil) {
            self.delay = delay
            self.other = other
        }
    }

    /// How it is dealt with.
    public struct Settings: Sendable, Hashable {
        /// How long it may take for an utterance, with all its attempts and the waits between them.
        public var timeLimit = Duration.seconds(10)
        /// How often it is asked again.
        public var retry = RetryPolicy()
        /// When it is left alone because it fails.
        public var breaker = CircuitBreaker.Settings()
        /// What is done when it takes long; nothing unless it is said.
        public var hedge: Hedge?

        /// Makes the usual settings.
        public init() {}
    }

    /// Its name, as the journal and messages have it.
    public var name: String
    /// What turns speech to text.
    public var transcriber: any Transcriber
    /// How it is dealt with.
    public var settings: Settings
    /// Finds out whether it works again after it has failed: it throws unless it does.
    public var probe: @Sendable () async throws -> Void

    /// Makes a link.
    ///
    /// - Parameters:
    ///   - transcriber: what turns speech to text.
    ///   - name: its name; the transcriber's own unless another is given.
    ///   - settings: how it is dealt with.
    ///   - probe: finds out whether it works again; unless another is given, by a second of silence, which goes the whole way
    ///     and costs nobody an utterance.
    public init(
        _ transcriber: any Transcriber,
        name: String? = nil,
        settings: Settings = Settings(),
        probe: (@Sendable () async throws -> Void)? = nil
    ) {
        self.name = name ?? transcriber.name
        self.transcriber = transcriber
        self.settings = settings
        self.probe = probe ?? { _ = try await transcriber.transcribe(.silentSecond) }
    }
}

extension Utterance {
    /// A second in which nobody speaks.
    fileprivate static let silentSecond = Utterance(
        id: "probe",
        source: "probe",
        start: .zero,
        samples: [Int16](repeating: 0, count: speechSampleRate),
        isCutShort: false
    )
}
