public import BehestAudio

/// Turns utterances into text.
///
/// An adapter for one engine or service. It must give an empty text, not an error, for sound that holds no words, and
/// must stop within about 100 ms when its task is cancelled.
public protocol Transcriber: Sendable {
    /// The engine's name, as transcripts carry it.
    var name: String { get }

    /// Makes the transcriber ready, so that the first utterance does not wait for it. It may be left out.
    ///
    /// - Throws: what ``transcribe(_:)`` would throw.
    func prepare() async throws

    /// Takes what was said so far of an utterance that still goes on, so that little is left to be done at its end.
    ///
    /// It is called again and again while somebody speaks, each time with more of the same utterance (see
    /// `Utterance.isSameSpeech(as:)`), one call at a time. ``transcribe(_:)`` of it follows, or ``stopFollowing(_:)``, or neither: then
    /// whatever was begun must be given up when another utterance is followed, and after a bounded time. Nothing need
    /// come of it, and it may be cancelled at any moment; an adapter that has nothing to gain leaves it out.
    ///
    /// - Parameter utterance: the speech, as far as it goes.
    func follow(_ utterance: Utterance) async

    /// Gives up what was begun of an utterance that nobody will ask for.
    ///
    /// - Parameter utterance: the speech, as far as it went.
    func stopFollowing(_ utterance: Utterance) async

    /// Transcribes an utterance.
    ///
    /// - Parameter utterance: the speech.
    /// - Returns: what was heard; its text is empty when there were no words.
    /// - Throws: when the engine cannot be used, or `CancellationError`.
    func transcribe(_ utterance: Utterance) async throws -> Transcript

    /// Transcribes an utterance, and tells what was tried for that.
    ///
    /// An adapter for one engine has nothing to tell and leaves it out.
    ///
    /// - Parameters:
    ///   - utterance: the speech.
    ///   - tell: told of each attempt when it is over, one after the other, before this returns or throws.
    /// - Returns: what was heard; its text is empty when there were no words.
    /// - Throws: what ``transcribe(_:)`` throws.
    func transcribe(
        _ utterance: Utterance,
        telling tell: @Sendable (TranscriptionAttempt) -> Void
    ) async throws -> Transcript
}

extension Transcriber {
    /// Does nothing: it hears what is over.
    public func follow(_ utterance: Utterance) async {}

    /// Does nothing.
    public func stopFollowing(_ utterance: Utterance) async {}

    /// Transcribes an utterance; there is nothing to tell.
    public func transcribe(
        _ utterance: Utterance,
        telling tell: @Sendable (TranscriptionAttempt) -> Void
    ) async throws -> Transcript {
        try await transcribe(utterance)
    }
}
