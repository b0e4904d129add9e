/// One stretch of speech, cut out of a source.
public struct Utterance: Sendable, Hashable {
    /// Its name in the journal and in file names.
    public let id: String

    /// What the source calls itself.
    public let source: String

    /// Where it begins in the source.
    public let start: Duration

    /// The samples, mono at ``speechSampleRate``, in 16 bits each: just what is kept on disk, so that a replay hears the
    /// same.
    public let samples: [Int16]

    /// Whether the sound broke off in its middle: half a command must not be acted on.
    public let isCutShort: Bool

    /// Whether it was held, as with a key: then somebody meant to speak, however softly.
    public let isHeld: Bool

    /// How long somebody speaks in it, without the silence around and the pauses; `nil` when that was not measured.
    public let voiced: Duration?

    /// When its first sample was captured; `nil` where the sound is not live.
    public internal(set) var time: ContinuousClock.Instant?

    /// Makes an utterance.
    public init(
        id: String,
        source: String,
        start: Duration,
        samples: [Int16],
        isCutShort: Bool,
        isHeld: Bool = false,
        voiced: Duration? = nil
    ) {
        self.id = id
        self.source = source
        self.start = start
        self.samples = samples
        self.isCutShort = isCutShort
        self.isHeld = isHeld
        self.voiced = voiced
    }

    /// How long it is.
    public var duration: Duration { .seconds(Double(samples.count) / Double(speechSampleRate)) }
}

extension Utterance {
    /// Whether it is the same speech as another, however far each goes and whatever its name.
    public func isSameSpeech(as other: Utterance) -> Bool {
        source == other.source && start == other.start
    }

    /// What was said after an earlier state of the same speech.
    ///
    /// - Parameter earlier: how far it went before.
    /// - Returns: the samples since; `nil` when it is not the same speech, or sounds otherwise up to there.
    public func samples(since earlier: Utterance) -> [Int16]? {
        guard isSameSpeech(as: earlier), samples.starts(with: earlier.samples) else { return nil }
        return Array(samples.dropFirst(earlier.samples.count))
    }

    /// The utterance with other samples, which take as long.
    public func with(samples: [Int16]) -> Utterance {
        var utterance = Utterance(
            id: id,
            source: source,
            start: start,
            samples: samples,
            isCutShort: isCutShort,
            isHeld: isHeld,
            voiced: voiced
        )
        utterance.time = time
        return utterance
    }

    /// From when to when somebody spoke in it, without the silence around; `nil` where the sound is not live.
    public var speechTime: Range<ContinuousClock.Instant>? {
        guard let time else { return nil }
        let hops = Segmenter.Settings()
        func length(_ hops: Int) -> Duration {
            .seconds(Double(hops * VoiceActivityDetector.hopLength) / Double(speechSampleRate))
        }
        let begin = time.advanced(by: min(length(hops.preRollHops), duration / 2))
        return begin..<max(begin, time.advanced(by: duration - length(hops.postRollHops)))
    }

    /// The utterance with some silence behind it.
    ///
    /// - Parameter count: how many samples of it.
    /// - Returns: the longer utterance.
    func followedBySilence(_ count: Int) -> Utterance {
        with(samples: samples + [Int16](repeating: 0, count: count))
    }
}
