/// Cuts a stream into utterances by the probability that each hop of it is speech.
///
/// A pure state machine over hops (see ``VoiceActivityDetector``): it holds no samples and knows no clock.
///
/// ```
///             probable for `onsetHops`                    improbable for `trailingHops`
///   silence ───────────────────────────► speech ──────────────────────────────► silence (a segment)
///                                           │ longer than `longestHops`: cut at its quietest late hop
///                                           └──────────────────────────────────► speech (a segment)
/// ```
public struct Segmenter: Sendable {
    /// What decides where an utterance begins and ends.
    ///
    /// All lengths are in hops of 32 ms.
    public struct Settings: Sendable, Hashable {
        /// From this probability on a hop begins speech.
        public var onsetProbability: Float = 0.5
        /// Below this probability a hop of speech counts as a pause.
        public var pauseProbability: Float = 0.35
        /// How many probable hops in a row begin an utterance: a click is shorter.
        public var onsetHops = 2
        /// How long a pause must be to end an utterance: 0.7 s, which people's pauses within a command seldom reach.
        public var trailingHops = 22
        /// How much of the sound before the onset belongs to the utterance: 0.35 s, so that no first sound is lost.
        public var preRollHops = 11
        /// How much of the pause belongs to the utterance: 0.35 s, which the recogniser likes best.
        public var postRollHops = 11
        /// The longest utterance: 15 s, what the recogniser was made for.
        public var longestHops = 468

        /// Makes the standard settings.
        public init() {}
    }

    /// A stretch of the stream that is one utterance.
    public struct Segment: Sendable, Hashable {
        /// The hops from the first to before the last, pre-roll and trailing silence included.
        public var hops: Range<Int>
        /// Whether the stream ended or was cut while someone still spoke.
        public var endsInSpeech: Bool
        /// The hop before which the last speech was.
        public var spokenUntil: Int
    }

    private enum State {
        case silence(probableHops: Int)
        case speech(Speech)
    }

    private struct Speech {
        var first: Int
        var pauseHops = 0
        /// How long the present pause must be to end the utterance, if not as long as usual.
        var trailingHops: Int?
        /// The least probable hop of the later part, where a too long utterance is cut.
        var quietest: (hop: Int, probability: Float)?
    }

    private let settings: Settings
    private var state = State.silence(probableHops: 0)
    private var hop = 0
    private var endOfLast = 0

    /// Begins with a stream's first hop.
    public init(settings: Settings = Settings()) {
        self.settings = settings
    }

    /// The first hop whose samples may still be asked for; what lies before it can be forgotten.
    public var earliestNeededHop: Int {
        switch state {
        case .silence(let probableHops): max(endOfLast, hop - probableHops - settings.preRollHops)
        case .speech(let speech): speech.first
        }
    }

    /// Whether an utterance is going on.
    public var isInUtterance: Bool {
        if case .speech = state { true } else { false }
    }

    /// The utterance up to now, while whoever spoke is silent, with the length of the pause in hops; `nil` while there is speech
    /// or no utterance.
    public var pause: (segment: Segment, hops: Int)? {
        guard case .speech(let speech) = state, speech.pauseHops > 0 else { return nil }
        let end = hop - max(0, speech.pauseHops - settings.postRollHops)
        return (
            Segment(hops: speech.first..<end, endsInSpeech: false, spokenUntil: hop - speech.pauseHops),
            speech.pauseHops
        )
    }

    /// Sets how long the present pause must be to end the utterance; the next one is again as long as usual.
    ///
    /// - Parameter hops: the pause's length from its beginning; when it is as long already, the next hop without speech ends the
    ///   utterance.
    public mutating func endPause(after hops: Int) {
        guard case .speech(var speech) = state, speech.pauseHops > 0 else { return }
        speech.trailingHops = hops
        state = .speech(speech)
    }

    /// Takes the next hop's probability of speech.
    ///
    /// - Returns: the utterance that this hop ends, if it ends one.
    public mutating func advance(probability: Float) -> Segment? {
        defer { hop += 1 }
        switch state {
        case .silence(let probableHops):
            begin(probability, probableHops)
            return nil
        case .speech(let speech):
            return proceed(probability, speech)
        }
    }

    /// Takes the end of the stream.
    ///
    /// - Returns: the utterance that was still going on, if there was one.
    public mutating func finish() -> Segment? {
        guard case .speech(let speech) = state else { return nil }
        state = .silence(probableHops: 0)
        endOfLast = hop
        return Segment(
            hops: speech.first..<hop,
            endsInSpeech: speech.pauseHops == 0,
            spokenUntil: hop - speech.pauseHops
        )
    }

    private mutating func begin(_ probability: Float, _ probableHops: Int) {
        guard probability >= settings.onsetProbability else {
            state = .silence(probableHops: 0)
            return
        }
        guard probableHops + 1 >= settings.onsetHops else {
            state = .silence(probableHops: probableHops + 1)
            return
        }
        state = .speech(Speech(first: max(endOfLast, hop - probableHops - settings.preRollHops)))
    }

    private mutating func proceed(_ probability: Float, _ before: Speech) -> Segment? {
        var speech = before
        if probability < settings.pauseProbability {
            speech.pauseHops += 1
        } else {
            speech.pauseHops = 0
            speech.trailingHops = nil
        }
        if speech.pauseHops >= speech.trailingHops ?? settings.trailingHops, speech.pauseHops > 0 {
            let end = hop + 1 - max(0, speech.pauseHops - settings.postRollHops)
            state = .silence(probableHops: 0)
            endOfLast = end
            return Segment(
                hops: speech.first..<end,
                endsInSpeech: false,
                spokenUntil: hop + 1 - speech.pauseHops
            )
        }
        let length = hop + 1 - speech.first
        if length > settings.longestHops / 2, probability <= speech.quietest?.probability ?? .infinity {
            speech.quietest = (hop, probability)
        }
        if length >= settings.longestHops, let quietest = speech.quietest {
            let end = quietest.hop + 1
            state = .speech(Speech(first: end))
            endOfLast = end
            return Segment(hops: speech.first..<end, endsInSpeech: true, spokenUntil: end)
        }
        state = .speech(speech)
        return nil
    }
}
