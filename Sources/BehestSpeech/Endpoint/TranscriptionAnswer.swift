internal import FoundationEssentials
internal import Glibc

/// What a server heard, read from its answer.
///
/// A pure value: it takes the answers of all known servers in all their forms, and nothing for text that does not say that it is.
struct TranscriptionAnswer: Sendable, Hashable {
    /// An answer that cannot be made use of; the reason goes on from "it answered, but".
    struct Nonsense: Error, Sendable, Hashable {
        var reason: String
        /// What the server said was wrong, in the place of an answer.
        var complaint: ServiceComplaint?
        /// Whether another answer may be a good one.
        var isPassing = false
    }

    /// The text, in one line.
    let text: String
    /// The language that was heard.
    let language: String?
    let words: [Transcript.Word]
    let segments: [Transcript.Segment]
    let meanLogProbability: Double?
    let tokenCount: Int

    /// Reads a whole answer.
    ///
    /// - Parameters:
    ///   - body: what was sent.
    ///   - format: the form that was asked for; text alone is only taken where it was.
    /// - Throws: when it is none; that nobody said anything is an answer.
    init(_ body: [UInt8], format: EndpointProfile.Format) throws(Nonsense) {
        guard let text = String(validating: body, as: UTF8.self) else {
            throw Nonsense(reason: "with bytes that are no text")
        }
        let start = text.drop { $0.isWhitespace }
        guard start.first == "{" else {
            guard !text.isMarkup else { throw Nonsense(reason: "with a web page") }
            guard format == .text else {
                throw Nonsense(reason: start.isEmpty ? "with nothing" : "not with JSON")
            }
            self.init(text: text)
            return
        }
        guard let wire = try? JSONDecoder().decode(TranscriptionWire.self, from: Data(body)) else {
            throw Nonsense(reason: "with JSON that breaks off or is none")
        }
        if let complaint = wire.complaint { throw Nonsense(reason: "with an error", complaint: complaint) }
        guard let heard = wire.text else { throw Nonsense(reason: "without a text") }
        self.init(text: heard, wire)
    }

    /// What is known of a text.
    init(text: String, _ wire: TranscriptionWire) {
        let tokens = RecognizedPieces(wire.tokens.map { .init(text: $0.token, logProbability: $0.logprob) })
        self.init(text: text, language: wire.language, tokens: tokens, wire.segments, wire.words)
    }

    /// A text with the tokens that it was made of, if they are known.
    init(text: String, tokens: RecognizedPieces = RecognizedPieces()) {
        self.init(text: text, language: nil, tokens: tokens, [], [])
    }

    private init(
        text: String,
        language: String?,
        tokens: RecognizedPieces,
        _ segments: [TranscriptionWire.Segment],
        _ words: [TranscriptionWire.Word]
    ) {
        self.text = Self.spoken(text)
        self.language = language.flatMap { $0.isEmpty ? nil : $0 }
        self.segments = segments.compactMap(Transcript.Segment.init)
        let told = segments.compactMap { segment in segment.avgLogProbability.map { (segment, min(0, $0.value)) } }
        let weights = told.map { Double($0.0.tokenCount ?? 1) }
        let weighted = zip(told, weights).reduce(0) { $0 + $1.0.1 * $1.1 } / max(1, weights.reduce(0, +))
        let mean = tokens.meanLogProbability ?? (told.isEmpty ? nil : weighted)
        var heard = tokens.words()
        if heard.isEmpty, !words.isEmpty { heard = RecognizedPieces(words.map { .init($0) }).words(standIn: mean) }
        if heard.isEmpty {
            heard = segments.flatMap { segment in
                RecognizedPieces(segment.words.map { .init($0) }).words(standIn: segment.avgLogProbability?.value)
            }
        }
        meanLogProbability = mean
        self.words = self.text.isEmpty ? [] : heard
        let counted = tokens.pieces.isEmpty ? segments.compactMap(\.tokenCount).reduce(0, +) : tokens.pieces.count
        tokenCount = counted > 0 ? counted : self.text.split(separator: " ").count + 1
    }

    /// Makes a transcript of it.
    ///
    /// - Parameter model: the name of who heard it.
    /// - Returns: the transcript.
    func transcript(model: String) -> Transcript {
        Transcript(
            text: text,
            words: words,
            meanLogProbability: meanLogProbability,
            tokenCount: tokenCount,
            model: model,
            language: language,
            segments: segments
        )
    }

    /// The text in one line; empty when all of it stands in brackets or between notes, as `[BLANK_AUDIO]` does: nobody said that.
    private static func spoken(_ text: String) -> String {
        let line = text.split { $0.isWhitespace }.joined(separator: " ")
        var depth = 0
        let isSpoken = line.contains { character in
            switch character {
            case "[", "(": depth += 1
            case "]", ")": depth -= 1
            case "♪", "♫", " ": break
            default: return depth <= 0
            }
            return false
        }
        return isSpoken ? line : ""
    }
}

extension Transcript.Segment {
    /// A segment whose time is told and makes sense.
    fileprivate init?(_ segment: TranscriptionWire.Segment) {
        guard let time = Range<Duration>(segment.start, segment.end) else { return nil }
        self.init(
            time: time,
            text: segment.text.trimmed,
            meanLogProbability: segment.avgLogProbability.map { min(0, $0.value) },
            noSpeechProbability: segment.noSpeechProbability.map { max(0, min(1, $0.value)) },
            compressionRatio: segment.compressionRatio?.value
        )
    }
}

extension RecognizedPieces.Piece {
    fileprivate init(_ word: TranscriptionWire.Word) {
        let probability = word.probability.map { max(.leastNormalMagnitude, min(1, $0.value)) }
        self.init(
            text: word.word ?? word.text ?? "",
            logProbability: probability.map { log($0) },
            time: Range(word.start, word.end)
        )
    }
}

extension Range<Duration> {
    /// A stretch of a day at most; `nil` when it is not told, or makes no sense.
    fileprivate init?(_ start: TranscriptionWire.Number?, _ end: TranscriptionWire.Number?) {
        guard let start, let end, (0...86_400).contains(start.value), (0...86_400).contains(end.value) else {
            return nil
        }
        self = .seconds(start.value)..<(.seconds(Swift.max(start.value, end.value)))
    }
}
