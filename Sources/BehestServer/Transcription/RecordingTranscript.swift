internal import BehestAudio
internal import BehestSpeech
internal import Glibc

/// What was heard in a whole recording.
struct RecordingTranscript: Sendable, Equatable {
    /// Its stretches of speech, in order.
    var pieces: [Piece] = []
    /// How long the recording is.
    var duration = Duration.zero

    /// A stretch of speech.
    struct Piece: Sendable, Equatable {
        var time: Range<Duration>
        var text: String
        var words: [Word]
        var meanLogProbability: Double?
        var noSpeechProbability: Double?
    }

    /// A word with its time in the recording.
    struct Word: Sendable, Equatable {
        var text: String
        var time: Range<Duration>
        /// The natural logarithm of how sure the recogniser was; `nil` when it did not tell.
        var logProbability: Double?
    }

    var text: String { pieces.map(\.text).joined(separator: " ") }

    var words: [Word] { pieces.flatMap(\.words) }
}

extension RecordingTranscript.Piece {
    /// What was heard in one utterance of a recording.
    ///
    /// - Parameters:
    ///   - transcript: what the recogniser says; where it gives no times of words, they are estimated (``WordTimes``).
    ///   - utterance: the sound.
    ///   - language: what was spoken.
    init(_ transcript: Transcript, of utterance: Utterance, language: String) {
        let known = transcript.words
        let texts =
            known.isEmpty ? transcript.text.split(whereSeparator: \.isWhitespace).map(String.init) : known.map(\.text)
        let times = known.compactMap(\.time)
        let estimated =
            times.count == texts.count ? times : WordTimes(of: texts, in: utterance, language: language).times
        time = utterance.start..<utterance.start + utterance.duration
        text = transcript.text
        words = texts.indices.map { index in
            RecordingTranscript.Word(
                text: texts[index],
                time: estimated[index].moved(by: utterance.start),
                logProbability: known.isEmpty ? nil : max(Self.leastLogProbability, log(known[index].confidence))
            )
        }
        meanLogProbability = transcript.meanLogProbability
        noSpeechProbability = transcript.segments.first?.noSpeechProbability
    }

    /// What stands for a probability of nothing, whose logarithm JSON cannot hold; OpenAI's number.
    private static let leastLogProbability = -9_999.0
}

extension Range<Duration> {
    fileprivate func moved(by offset: Duration) -> Self {
        lowerBound + offset..<upperBound + offset
    }
}
