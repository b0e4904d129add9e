/// Cuts a stream into utterances by the probability that each hop of it is speech.
///
/// A pure state machine over hops (see ``VoiceActivityDetector``): it holds no samples and knows no clock.
///
/// ```
///             probable for `onsetHops`                    improbable for `trailingHops`
///   silence ───────────────────────────► speech ──────────────────────────────► silence (a segment)
///                                           │ longer than `longestHops`: cut at its quietest late hop
///                                           └──────────────────────────────────► speech (a segment)
///                  hold                             letGo
///   silence, speech ────────────────────────► held ────────────────────────────► silence (a segment, if there was speech)
/// ```
///
/// What is held is one utterance however long its pauses are, and however long it is; whoever holds it must let go in time.
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
        /// How far before the present a held utterance may begin: 2 s.
        public var historyHops = 62
        /// How long speech may go on after it is let go: 0.3 s, as people let go of a key early.
        public var heldTailHops = 10
        /// How much of the silence at both ends of what is held belongs to it: 1 s, in which there may be a faint word.
        public var heldSilenceHops = 31

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
        /// Whether it was held.
        public var isHeld = false
        /// Whether there is speech in it; only what was held may have none.
        public var holdsSpeech = true
    }

    private enum State {
        case silence(probableHops: Int)
        case speech(Speech)
        case held(HeldSpeech)
    }

    private struct Speech {
        var first: Int
        var pauseHops = 0
        /// How long the present pause must be to end the utterance, if not as long as usual.
        var trailingHops: Int?
        /// The least probable hop of the later part, where a too long utterance is cut.
        var quietest: (hop: Int, probability: Float)?
    }

    let settings: Settings
    private var state = State.silence(probableHops: 0)
    private var hop = 0
    private var endOfLast = 0
    /// The latest probabilities.
    private var history: [Float] = []

    /// Whether utterances begin by themselves, where there is speech; one that is going on is not touched by it.
    public var isOpen = true

    /// Begins with a stream's first hop.
    public init(settings: Settings = Settings()) {
        self.settings = settings
    }

    /// The first hop whose samples may still be asked for; what lies before it can be forgotten.
    public var earliestNeededHop: Int {
        switch state {
        case .silence(let probableHops):
            max(endOfLast, hop - max(settings.historyHops, probableHops + settings.preRollHops))
        case .speech(let speech): speech.first
        case .held(let held): held.first
        }
    }

    /// Whether an utterance is going on.
    public var isInUtterance: Bool {
        if case .speech = state { true } else { false }
    }

    /// Whether there is no sign of speech, not even of its beginning.
    public var isQuiet: Bool {
        if case .silence(probableHops: 0) = state { true } else { false }
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

    /// The utterance up to now, while somebody speaks; also what is held, once there is speech in it.
    public var spoken: Segment? {
        switch state {
        case .silence: return nil
        case .speech(let speech):
            guard speech.pauseHops == 0 else { return nil }
            return Segment(hops: speech.first..<hop, endsInSpeech: true, spokenUntil: hop)
        case .held(let held):
            let segment = held.segment(before: hop)
            return segment.holdsSpeech && segment.endsInSpeech ? segment : nil
        }
    }

    /// Sets how long the present pause must be to end the utterance; the next one is again as long as usual.
    ///
    /// - Parameter hops: the pause's length from its beginning.
    /// - Returns: the utterance, when the pause is as long already.
    public mutating func endPause(after hops: Int) -> Segment? {
        guard case .speech(var speech) = state, speech.pauseHops > 0 else { return nil }
        guard speech.pauseHops < hops else { return end(speech, before: hop) }
        speech.trailingHops = hops
        state = .speech(speech)
        return nil
    }

    /// Takes the next hop's probability of speech.
    ///
    /// - Returns: the utterance that this hop ends, if it ends one.
    public mutating func advance(probability: Float) -> Segment? {
        defer { hop += 1 }
        history.append(probability)
        if history.count > settings.historyHops { history.removeFirst() }
        switch state {
        case .silence(let probableHops):
            begin(probability, probableHops)
            return nil
        case .speech(let speech):
            return proceed(probability, speech)
        case .held(var held):
            held.take(probability, at: hop)
            state = .held(held)
            return held.isOver(after: hop) ? end(held, before: hop + 1) : nil
        }
    }

    /// Takes the end of the stream.
    ///
    /// - Returns: the utterance that was still going on, if there was one.
    public mutating func finish() -> Segment? {
        if case .held(let held) = state { return end(held, before: hop) }
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
        guard isOpen, hop >= endOfLast, probability >= settings.onsetProbability else {
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
            return end(speech, before: hop + 1)
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

    /// Ends an utterance by the pause after it.
    private mutating func end(_ speech: Speech, before hop: Int) -> Segment {
        let end = hop - max(0, speech.pauseHops - settings.postRollHops)
        state = .silence(probableHops: 0)
        endOfLast = end
        return Segment(hops: speech.first..<end, endsInSpeech: false, spokenUntil: hop - speech.pauseHops)
    }

    // MARK: - What is held

    /// Holds an utterance, whatever is heard; one that is going on is its beginning, and one that is being let go goes on.
    ///
    /// - Parameter place: the hop from which on it is held; not earlier than the end of the last utterance.
    public mutating func hold(from place: Int) {
        switch state {
        case .held(var held):
            held.letGoAt = nil
            state = .held(held)
        case .speech(let speech):
            let spoken = speech.first...max(speech.first, hop - speech.pauseHops - 1)
            state = .held(HeldSpeech(first: speech.first, speech: spoken, settings: settings))
        case .silence:
            let earliest = max(place, endOfLast, hop - history.count)
            var held = HeldSpeech(first: earliest, speech: nil, settings: settings)
            for known in min(earliest, hop)..<hop {
                held.take(history[history.count - (hop - known)], at: known)
            }
            state = .held(held)
        }
    }

    /// Lets go of what is held: it ends when it is quiet, or a little later.
    ///
    /// - Parameter place: the hop at which it is let go, perhaps yet to come.
    public mutating func letGo(at place: Int) {
        guard case .held(var held) = state, held.letGoAt == nil else { return }
        held.letGoAt = place
        state = .held(held)
    }

    /// Gives up what is going on, and uses nothing any more of what was before a hop, which may be yet to come.
    public mutating func forget(before place: Int) {
        state = .silence(probableHops: 0)
        endOfLast = max(endOfLast, place)
    }

    private mutating func end(_ held: HeldSpeech, before hop: Int) -> Segment {
        let segment = held.segment(before: hop)
        state = .silence(probableHops: 0)
        endOfLast = max(endOfLast, segment.hops.upperBound)
        return segment
    }
}
