internal import BehestInference

/// Puts a stream's samples, the detector and the segmenter together.
final class UtteranceCutter {
    /// What happens to utterances in a stream.
    enum Event {
        /// Somebody begins to speak.
        case onset
        /// Somebody still speaks; the utterance as far as it goes.
        case progress(Utterance)
        /// Whoever spoke is silent; the utterance as far as it goes.
        case pause(Utterance)
        /// They speak on.
        case resumption
        /// The utterance is over, with the sample of the stream before which the last speech was.
        case end(Utterance, spokenUntil: Int)
        /// What was held is over, in the same way.
        case held(Utterance, spokenUntil: Int)
        /// What was held is over, and there was no speech in it.
        case heldSilence
    }

    private let sourceName: String
    private let detector: VoiceActivityDetector
    private var segmenter: Segmenter
    /// How many samples of the stream came before the first that is taken.
    private let origin: Int
    /// After how many hops a pause is told; `nil` for never.
    private let pauseHops: Int?
    /// After how many hops it is told each time how far an utterance goes that goes on; `nil` for never.
    private let progressHops: Int?
    private let makeID: @Sendable () -> String
    /// Whether an utterance is going on.
    private var isInUtterance = false
    /// How many hops have gone by since something was told of the utterance that goes on.
    private var untoldHops = 0
    /// The name of the utterance that has paused.
    private var pausedID: String?
    /// Whether what is held lacks its beginning, which was before this stream.
    private var lacksBeginning = false

    /// The samples that may still be needed, and the place of the first of them in the stream.
    private var samples: [Float] = []
    private var firstSample = 0
    private var voicedHops: VoicedHops
    /// How many samples the detector has heard.
    private var heard = 0

    init(
        sourceName: String,
        detector: VoiceActivityDetector,
        segmenter: Segmenter,
        origin: Int = 0,
        pauseHops: Int? = nil,
        progressHops: Int? = nil,
        makeID: @escaping @Sendable () -> String
    ) {
        self.sourceName = sourceName
        self.detector = detector
        self.segmenter = segmenter
        voicedHops = VoicedHops(settings: segmenter.settings)
        self.origin = origin
        self.pauseHops = pauseHops
        self.progressHops = progressHops
        self.makeID = makeID
    }

    /// Takes a block of samples and tells what happens within it.
    func take(_ block: [Float]) throws(InferenceError) -> [Event] {
        samples += block
        return try listen()
    }

    /// Takes the end of the stream; the last hop is filled up with silence.
    func finish(isCutShort: Bool) throws(InferenceError) -> [Event] {
        let missing =
            (VoiceActivityDetector.hopLength - (firstSample + samples.count - heard)) % VoiceActivityDetector.hopLength
        samples += [Float](repeating: 0, count: max(0, missing))
        var events = try listen()
        if let segment = segmenter.finish() {
            events.append(end(of: segment, isCutShort: isCutShort))
        }
        return events
    }

    /// Whether there is no sign of speech.
    var isQuiet: Bool { segmenter.isQuiet }

    /// Sets how long the pause after an utterance must be to end it, in hops from its beginning; ends it when it is as long already.
    func endPause(of id: String, after hops: Int) -> Event? {
        guard id == pausedID, let segment = segmenter.endPause(after: hops) else { return nil }
        isInUtterance = false
        return end(of: segment, isCutShort: false)
    }

    /// Whether utterances begin by themselves.
    var isOpen: Bool {
        get { segmenter.isOpen }
        set { segmenter.isOpen = newValue }
    }

    /// Holds an utterance from a sample of the stream on.
    func hold(fromSample sample: Int, lackingBeginning: Bool) -> [Event] {
        lacksBeginning = lackingBeginning
        segmenter.hold(from: hop(ofSample: sample))
        return abandonPause()
    }

    /// Lets go of what is held at a sample of the stream.
    func letGo(atSample sample: Int) {
        segmenter.letGo(at: hop(ofSample: sample))
    }

    /// Gives up what is going on, and uses no sound any more from before a sample of the stream.
    func forget(beforeSample sample: Int) -> [Event] {
        segmenter.forget(before: hop(ofSample: sample) + 1)
        return abandonPause()
    }

    private func hop(ofSample sample: Int) -> Int {
        max(0, sample - origin) / VoiceActivityDetector.hopLength
    }

    /// What was told to pause does so no longer.
    private func abandonPause() -> [Event] {
        isInUtterance = segmenter.isInUtterance
        guard pausedID != nil else { return [] }
        pausedID = nil
        return [.resumption]
    }

    private func listen() throws(InferenceError) -> [Event] {
        let hopLength = VoiceActivityDetector.hopLength
        var events: [Event] = []
        while heard + hopLength <= firstSample + samples.count {
            let start = heard - firstSample
            let probability = try detector.probability(of: samples[start..<start + hopLength])
            heard += hopLength
            voicedHops.take(probability)
            untoldHops += 1
            if let segment = segmenter.advance(probability: probability) {
                events.append(end(of: segment, isCutShort: false))
                untoldHops = 0
            } else if segmenter.isInUtterance, !isInUtterance {
                events.append(.onset)
                untoldHops = 0
            } else if let event = pauseEvent() ?? progressEvent() {
                events.append(event)
                untoldHops = 0
            }
            isInUtterance = segmenter.isInUtterance
        }
        forget()
        return events
    }

    private func pauseEvent() -> Event? {
        guard let pauseHops else { return nil }
        guard let (segment, hops) = segmenter.pause else {
            guard pausedID != nil else { return nil }
            pausedID = nil
            return .resumption
        }
        guard hops == pauseHops else { return nil }
        let paused = utterance(segment, isCutShort: false)
        pausedID = paused.id
        return .pause(paused.followedBySilence(Self.silence))
    }

    private func progressEvent() -> Event? {
        guard let progressHops, untoldHops >= progressHops, let segment = segmenter.spoken else { return nil }
        return .progress(utterance(segment, isCutShort: false))
    }

    /// The recogniser hears words badly that the sound ends with; what is put behind a pause stands for the rest of it.
    private static let silence = speechSampleRate / 2

    /// Drops what the segmenter can no longer ask for, in large steps so that little is moved.
    private func forget() {
        let needed = segmenter.earliestNeededHop * VoiceActivityDetector.hopLength
        let surplus = min(needed, heard) - firstSample
        guard surplus >= speechSampleRate else { return }
        samples.removeFirst(surplus)
        firstSample += surplus
        voicedHops.forget(before: firstSample / VoiceActivityDetector.hopLength)
    }

    private func end(of segment: Segmenter.Segment, isCutShort: Bool) -> Event {
        guard segment.holdsSpeech else { return .heldSilence }
        let spokenUntil = origin + segment.spokenUntil * VoiceActivityDetector.hopLength
        guard segment.isHeld else {
            return .end(utterance(segment, isCutShort: isCutShort), spokenUntil: spokenUntil)
        }
        return .held(utterance(segment, isCutShort: isCutShort || lacksBeginning), spokenUntil: spokenUntil)
    }

    private func utterance(_ segment: Segmenter.Segment, isCutShort: Bool) -> Utterance {
        let hopLength = VoiceActivityDetector.hopLength
        let range = segment.hops.lowerBound * hopLength..<segment.hops.upperBound * hopLength
        let slice = samples[range.lowerBound - firstSample..<min(samples.count, range.upperBound - firstSample)]
        // What ends is what has paused.
        let id = pausedID ?? makeID()
        pausedID = nil
        return Utterance(
            id: id,
            source: sourceName,
            start: Self.time(ofSample: origin + range.lowerBound),
            samples: slice.map { Int16(max(-32_768, min(32_767, ($0 * 32_768).rounded()))) },
            isCutShort: isCutShort,
            isHeld: segment.isHeld,
            voiced: Self.time(ofSample: voicedHops.count(in: segment.hops) * hopLength)
        )
    }

    private static func time(ofSample index: Int) -> Duration {
        .seconds(Double(index) / Double(speechSampleRate))
    }
}
