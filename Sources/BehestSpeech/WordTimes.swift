public import BehestAudio
internal import BehestGrammar

/// Estimates when each word of an utterance was said, where the recogniser does not tell.
///
/// It is an estimate, and no alignment: the time in which somebody spoke is shared out by how many sounds each word has, and where
/// they paused a word ends. In a sentence that is said in one go a word may be off by a quarter of a second; what follows a pause
/// begins where the pause ends.
public struct WordTimes: Sendable, Hashable {
    /// From when to when each word was said, from the beginning of the utterance, in their order.
    public let times: [Range<Duration>]

    /// How far a word's end may be moved to meet a pause, in frames.
    private static let reach = 45.0

    /// Estimates the times of words.
    ///
    /// - Parameters:
    ///   - words: the words in their order, with their punctuation.
    ///   - utterance: in which they were said.
    ///   - language: their language, such as `en`.
    public init(of words: [String], in utterance: Utterance, language: String) {
        let spans = SpeechSpans(samples: utterance.samples, sampleRate: speechSampleRate)
        self.init(words: words.map { SpokenLength($0, language: language) }, spans: spans)
    }

    init(words: [SpokenLength], spans: SpeechSpans) {
        let ends = Self.ends(words, length: Double(spans.length), pauses: spans.pauses)
        var begin = 0.0
        times = ends.map { end in
            defer { begin = end }
            let first = spans.frame(at: begin, isEnd: false)
            let last = max(first, spans.frame(at: end, isEnd: true))
            return Self.time(first)..<Self.time(last)
        }
    }

    /// How many frames of speech there are up to the end of each word.
    private static func ends(_ words: [SpokenLength], length: Double, pauses: [Double]) -> [Double] {
        var sums = [0.0]
        for word in words { sums.append(sums[sums.count - 1] + word.sounds) }
        let total = max(sums[sums.count - 1], .leastNonzeroMagnitude)
        let guesses = sums.map { length * $0 / total }

        // Which words end at pauses; what is between two such ends is shared out anew.
        var fixed: [(word: Int, place: Double)] = [(0, 0)]
        for pause in pauses {
            let candidates = (fixed[fixed.count - 1].word + 1..<max(words.count, fixed[fixed.count - 1].word + 1))
            let distances = candidates.map { (word: $0, distance: abs(guesses[$0] - pause)) }
                .filter { $0.distance <= reach }
                .map { (word: $0.word, distance: words[$0.word - 1].endsPhrase ? $0.distance / 2 : $0.distance) }
            if let best = distances.min(by: { $0.distance < $1.distance }) { fixed.append((best.word, pause)) }
        }
        fixed.append((words.count, length))

        return zip(fixed, fixed.dropFirst()).flatMap { from, to in
            guard to.word > from.word else { return [Double]() }
            let sounds = max(sums[to.word] - sums[from.word], .leastNonzeroMagnitude)
            return (from.word + 1...to.word).map { word in
                from.place + (to.place - from.place) * (sums[word] - sums[from.word]) / sounds
            }
        }
    }

    private static func time(_ frame: Double) -> Duration {
        .milliseconds(Int((frame * 1_000 / Double(SpeechSpans.framesPerSecond)).rounded()))
    }
}

/// How long it takes to say a word, and whether people pause after it.
struct SpokenLength: Hashable {
    /// Counted in short sounds.
    var sounds: Double
    /// Whether a sentence or a part of one ends with it.
    var endsPhrase: Bool

    init(sounds: Double, endsPhrase: Bool = false) {
        self.sounds = sounds
        self.endsPhrase = endsPhrase
    }

    /// Judges a written word by its sounds: vowels take longer than consonants, a digit about as long as three sounds.
    init(_ word: String, language: String) {
        let letters = word.filter(\.isLetter)
        let pronunciation = SpellingPronouncer().pronunciations(of: letters, language: language).first ?? []
        let spoken = pronunciation.reduce(0) { sum, phone in
            sum + (!phone.isVowel ? 1 : phone.isReduced ? 1 : 1.8)
        }
        sounds = max(1, spoken + 3 * Double(word.count(where: \.isNumber)))
        endsPhrase = word.last.map { ".,;:!?".contains($0) } ?? false
    }
}
