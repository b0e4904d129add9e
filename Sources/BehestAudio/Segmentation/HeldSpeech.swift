/// An utterance that is held: it is told where it ends, and only watches where in it there is speech.
struct HeldSpeech: Sendable {
    /// The hop with which it begins.
    let first: Int
    /// The hop at which it is let go; `nil` while it is held.
    var letGoAt: Int?

    /// The hops from the first to the last speech.
    private var speech: ClosedRange<Int>?
    private var probableHops = 0
    private var quietHops = 0
    private let settings: Segmenter.Settings

    /// After how many hops without speech nobody is in the middle of a word.
    private static let pauseHops = 4

    /// A key that repeats itself may be let go and pressed again within so many hops: that is no end.
    private static let bounceHops = 3

    init(first: Int, speech: ClosedRange<Int>?, settings: Segmenter.Settings) {
        self.first = first
        self.speech = speech
        self.settings = settings
    }

    /// Takes a hop's probability of speech.
    ///
    /// A key is not held by accident, so that less is taken for speech than where utterances begin by themselves.
    mutating func take(_ probability: Float, at hop: Int) {
        guard hop >= first, hop < latestEnd ?? .max else { return }
        let isProbable = probability >= settings.pauseProbability
        probableHops = isProbable ? probableHops + 1 : 0
        quietHops = isProbable ? 0 : quietHops + 1
        guard probableHops >= settings.onsetHops else { return }
        speech = (speech?.lowerBound ?? hop - settings.onsetHops + 1)...hop
    }

    /// Whether it is over after a hop.
    func isOver(after hop: Int) -> Bool {
        guard let letGoAt, let latestEnd else { return false }
        return hop + 1 >= latestEnd || quietHops >= Self.pauseHops && hop >= letGoAt + Self.bounceHops
    }

    private var latestEnd: Int? { letGoAt.map { $0 + settings.heldTailHops } }

    /// What was held up to a hop, without long silence at its ends.
    func segment(before hop: Int) -> Segmenter.Segment {
        let end = max(first, min(hop, latestEnd ?? hop))
        guard let speech else {
            return Segmenter.Segment(
                hops: first..<end,
                endsInSpeech: false,
                spokenUntil: first,
                isHeld: true,
                holdsSpeech: false
            )
        }
        let begin = max(first, speech.lowerBound - settings.heldSilenceHops)
        let last = max(begin, min(end, speech.upperBound + 1 + settings.heldSilenceHops))
        return Segmenter.Segment(
            hops: begin..<last,
            endsInSpeech: quietHops == 0,
            spokenUntil: min(last, speech.upperBound + 1),
            isHeld: true
        )
    }
}
