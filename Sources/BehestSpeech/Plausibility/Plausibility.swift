public import BehestAudio

/// Tells text that was said from text that a recogniser has invented.
///
/// Recognisers write something also where nothing is said: "Thank you for watching" for a fan. Several things speak against a
/// text; each weighs little, much, or so much that nothing else is needed. What recognisers are known to invent people say as
/// well, so that it counts only where something else speaks against it too.
///
/// Pure. Its limits are far from what people say; see `docs/endpoint-policy.md` for what they were measured with.
public struct Plausibility: Sendable, Hashable {
    /// From where on something speaks against a text: a little, much, and enough by itself; `nil` for never.
    public struct Scale: Sendable, Hashable {
        /// A little: it counts beside a phrase that is known to be invented.
        public var little: Double?
        /// Much: two such are enough.
        public var much: Double?
        /// Enough by itself.
        public var enough: Double?

        /// Makes a scale.
        public init(little: Double? = nil, much: Double? = nil, enough: Double? = nil) {
            self.little = little
            self.much = much
            self.enough = enough
        }
    }

    /// The limits.
    public struct Limits: Sendable, Hashable {
        /// The recogniser's probability that nobody speaks, from where on.
        public var silence = Scale(little: 0.3, much: 0.6)
        /// The mean natural logarithm of the tokens' probabilities, below where.
        public var unsure = Scale(little: -0.5, much: -1, enough: -2.5)
        /// How many times the text can be compressed, from where on.
        public var compression = Scale(little: 1.8, much: 2.4, enough: 3.2)
        /// How often words are repeated that make up most of the text, from where on.
        public var repetitions = Scale(little: 3, much: 5, enough: 10)
        /// The characters in a second of the voice, from where on.
        public var fast = Scale(little: 30, much: 35, enough: 60)
        /// The characters in a second of the sound, below where.
        public var slow = Scale(little: 2, much: 0.8)
        /// The share of the sound that is a voice, below where.
        public var voice = Scale(little: 0.3, much: 0.12, enough: 0.03)

        /// Makes the usual limits.
        public init() {}
    }

    /// The limits.
    public var limits: Limits

    /// Goes by limits.
    public init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// Judges the text of an utterance.
    ///
    /// - Parameters:
    ///   - transcript: what the recogniser gave.
    ///   - utterance: the speech; it knows how much of it is a voice, where that was measured.
    /// - Returns: the text as invented; `nil` when it may have been said, or there is none.
    public func invention(in transcript: Transcript, of utterance: Utterance) -> InventedText? {
        guard !transcript.text.allSatisfy(\.isWhitespace) else { return nil }
        let weighed = doubts(about: transcript, of: utterance).sorted { $0.weight > $1.weight }
        let isKnown = KnownInventions.contains(transcript.text)
        let sum = weighed.reduce(0) { $0 + ($1.weight == .little ? 0 : $1.weight.rawValue) }
        guard sum >= Weight.enough.rawValue || isKnown && !weighed.isEmpty else { return nil }
        return InventedText(
            text: transcript.text,
            doubts: weighed.filter { isKnown || $0.weight != .little }.map(\.doubt) + (isKnown ? [.knownPhrase] : [])
        )
    }

    private enum Weight: Int, Comparable {
        case little = 1
        case much = 2
        case enough = 4

        static func < (left: Weight, right: Weight) -> Bool { left.rawValue < right.rawValue }
    }

    private func doubts(
        about transcript: Transcript,
        of utterance: Utterance
    ) -> [(doubt: InventedText.Doubt, weight: Weight)] {
        var doubts: [(doubt: InventedText.Doubt, weight: Weight)] = []
        func weigh(_ value: Double?, from scale: Scale, _ doubt: (Double) -> InventedText.Doubt) {
            guard let value, let weight = Self.weight(value, on: scale, >=) else { return }
            doubts.append((doubt(value), weight))
        }
        func weigh(_ value: Double?, below scale: Scale, _ doubt: (Double) -> InventedText.Doubt) {
            guard let value, let weight = Self.weight(value, on: scale, <) else { return }
            doubts.append((doubt(value), weight))
        }
        if KnownInventions.isNote(transcript.text) { doubts.append((.note, .enough)) }
        weigh(transcript.noSpeechProbability, from: limits.silence) { .silence($0) }
        weigh(transcript.surenessOfServices, below: limits.unsure) { .unsure($0) }
        weigh(transcript.compressionRatio, from: limits.compression) { .compressible($0) }

        let words = KnownInventions.comparable(transcript.text)
        if let repetition = Repetition(in: words), 2 * repetition.length > words.count {
            let phrase = repetition.words.joined(separator: " ")
            weigh(Double(repetition.times), from: limits.repetitions) { .repeated(phrase, times: Int($0)) }
        }

        let length = utterance.duration / .seconds(1)
        let voice = utterance.voiced.map { $0 / .seconds(1) }
        let characters = Double(transcript.text.count { !$0.isWhitespace })
        // What was measured may have missed a soft sound; half of the whole is voice in any speech.
        let speaking = max(voice ?? length, length / 2)
        if speaking > 0 { weigh(characters / speaking, from: limits.fast) { .tooFast(charactersPerSecond: $0) } }
        if let doubt = doubtBySilence(length: length, voice: voice, characters, isHeld: utterance.isHeld) {
            doubts.append(doubt)
        }
        return doubts
    }

    /// That there is much silence, by how little of the sound is a voice or how little text there is for it, whichever weighs more:
    /// they are two measures of one thing.
    private func doubtBySilence(
        length: Double,
        voice: Double?,
        _ characters: Double,
        isHeld: Bool
    ) -> (doubt: InventedText.Doubt, weight: Weight)? {
        guard length > 0 else { return nil }
        let share = voice.map { $0 / length }
        var voiceWeight = share.flatMap { Self.weight($0, on: limits.voice, <) }
        // Whoever holds a key means to speak, and may do so too softly to be measured.
        if isHeld { voiceWeight = voiceWeight.map { min($0, .much) } }
        let rate = characters / length
        let slowWeight = Self.weight(rate, on: limits.slow, <)
        if let share, let voiceWeight, voiceWeight >= slowWeight ?? .little {
            return (.littleVoice(share), voiceWeight)
        }
        return slowWeight.map { (.tooSlow(charactersPerSecond: rate), $0) }
    }

    /// How much a value weighs, by a comparison that holds when it speaks against the text.
    private static func weight(
        _ value: Double,
        on scale: Scale,
        _ reaches: (Double, Double) -> Bool
    ) -> Weight? {
        if let limit = scale.enough, reaches(value, limit) { return .enough }
        if let limit = scale.much, reaches(value, limit) { return .much }
        if let limit = scale.little, reaches(value, limit) { return .little }
        return nil
    }
}

extension Transcript {
    /// How probable it is that nobody speaks in any of it; `nil` when the recogniser does not tell.
    fileprivate var noSpeechProbability: Double? { segments.compactMap(\.noSpeechProbability).min() }

    /// The mean logarithm of the tokens' probabilities, of the stretches where there is none of the whole.
    fileprivate var surenessOfServices: Double? {
        if let meanLogProbability { return meanLogProbability }
        let known = segments.compactMap(\.meanLogProbability)
        return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
    }

    /// How many times the text can be compressed: as the service says, else as it is measured.
    fileprivate var compressionRatio: Double {
        segments.compactMap(\.compressionRatio).max() ?? TextCompression.ratio(of: text)
    }
}
