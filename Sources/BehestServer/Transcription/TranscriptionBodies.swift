internal import BehestSpeech
internal import Hummingbird

/// An answer in the form `json`.
struct TranscriptionBody: ResponseEncodable {
    var text: String
    /// One for each word; only where it was asked for.
    var logprobs: [LogProbabilityBody]?
    var usage: UsageBody

    init(_ transcript: RecordingTranscript, withLogProbabilities: Bool) {
        text = transcript.text
        logprobs = withLogProbabilities ? LogProbabilityBody.list(transcript.words, follows: false) : nil
        usage = UsageBody(transcript.duration)
    }
}

/// What was used: OpenAI bills by it.
struct UsageBody: Encodable {
    var type = "duration"
    var seconds: Double

    init(_ duration: Duration) {
        seconds = duration.seconds
    }
}

/// How sure the recogniser was of a word; OpenAI has it of each token.
struct LogProbabilityBody: Encodable {
    var token: String
    var logprob: Double
    var bytes: [UInt8]

    /// One for each word of which the recogniser told; together they are the text.
    ///
    /// - Parameters:
    ///   - words: the words.
    ///   - follows: whether there is text before them.
    /// - Returns: the entries.
    static func list(_ words: [RecordingTranscript.Word], follows: Bool) -> [LogProbabilityBody] {
        words.enumerated().compactMap { index, word in
            guard let logProbability = word.logProbability else { return nil }
            let token = index == 0 && !follows ? word.text : " " + word.text
            return LogProbabilityBody(token: token, logprob: logProbability, bytes: Array(token.utf8))
        }
    }
}

/// An answer in the form `verbose_json`.
struct VerboseTranscriptionBody: ResponseEncodable {
    struct Word: Encodable {
        var word: String
        var start: Double
        var end: Double
    }

    struct Segment: Encodable {
        var id: Int
        var seek: Int
        var start: Double
        var end: Double
        var text: String
        /// The tokens' numbers, of which recognisers do not tell.
        var tokens: [Int] = []
        var temperature: Double
        var avg_logprob: Double?
        var compression_ratio: Double
        var no_speech_prob: Double
    }

    var task = "transcribe"
    var language: String
    var duration: Double
    var text: String
    var segments: [Segment]?
    var words: [Word]?
    var usage: UsageBody

    init(_ transcript: RecordingTranscript, _ order: TranscriptionOrder, language: String) {
        self.language = language
        duration = transcript.duration.seconds
        text = transcript.text
        segments = order.wantsSegments ? Self.segments(of: transcript, temperature: order.temperature) : nil
        words =
            order.wantsWords
            ? transcript.words.map {
                Word(word: $0.text, start: $0.time.lowerBound.seconds, end: $0.time.upperBound.seconds)
            } : nil
        usage = UsageBody(transcript.duration)
    }

    private static func segments(of transcript: RecordingTranscript, temperature: Double) -> [Segment] {
        transcript.pieces.enumerated().map { index, piece in
            Segment(
                id: index,
                seek: piece.time.lowerBound.wholeMilliseconds / 10,
                start: piece.time.lowerBound.seconds,
                end: piece.time.upperBound.seconds,
                text: piece.text,
                temperature: temperature,
                avg_logprob: piece.meanLogProbability,
                compression_ratio: TextCompression.ratio(of: piece.text),
                // What is no speech by the voice activity model is not transcribed at all.
                no_speech_prob: piece.noSpeechProbability ?? 0
            )
        }
    }
}
