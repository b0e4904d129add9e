public import BehestAudio

/// A transcriber whose invented texts do not get through: what it gives for such an utterance has no words, and tells why.
public struct PlausibleTranscriber: Transcriber {
    private let transcriber: any Transcriber
    private let plausibility: Plausibility

    /// Looks at what a transcriber gives.
    public init(_ transcriber: any Transcriber, plausibility: Plausibility = Plausibility()) {
        self.transcriber = transcriber
        self.plausibility = plausibility
    }

    /// The transcriber's own name.
    public var name: String { transcriber.name }

    /// Makes the transcriber ready.
    public func prepare() async throws {
        try await transcriber.prepare()
    }

    /// Lets the transcriber take what was said so far.
    public func follow(_ utterance: Utterance) async {
        await transcriber.follow(utterance)
    }

    /// Lets the transcriber give up what it was given.
    public func stopFollowing(_ utterance: Utterance) async {
        await transcriber.stopFollowing(utterance)
    }

    /// Transcribes an utterance.
    public func transcribe(_ utterance: Utterance) async throws -> Transcript {
        plausibility.judged(try await transcriber.transcribe(utterance), of: utterance)
    }

    /// Transcribes an utterance, and tells what was tried for that.
    public func transcribe(
        _ utterance: Utterance,
        telling tell: @Sendable (TranscriptionAttempt) -> Void
    ) async throws -> Transcript {
        plausibility.judged(try await transcriber.transcribe(utterance, telling: tell), of: utterance)
    }
}

extension Plausibility {
    /// The transcript; where its text is invented, one without words that tells so.
    func judged(_ transcript: Transcript, of utterance: Utterance) -> Transcript {
        guard let invention = invention(in: transcript, of: utterance) else { return transcript }
        return Transcript(
            text: "",
            words: [],
            meanLogProbability: transcript.meanLogProbability,
            tokenCount: transcript.tokenCount,
            model: transcript.model,
            language: transcript.language,
            invention: invention
        )
    }
}
