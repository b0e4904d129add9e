/// A transcriber that takes speech while it still goes on, so that little is left to be done at its end.
public protocol StreamingTranscriber: Transcriber {
    /// Begins with an utterance.
    ///
    /// - Returns: where its sound goes.
    /// - Throws: when the engine cannot be used, or `CancellationError`.
    func open() async throws -> any TranscriptionStream
}

/// An utterance on its way to a ``StreamingTranscriber``.
public protocol TranscriptionStream: Sendable {
    /// Gives what was said since, mono at 16 kHz; it returns once the engine or its connection has room for more.
    ///
    /// - Throws: when the engine cannot be used any more, or `CancellationError`.
    func append(_ samples: [Int16]) async throws

    /// Tells that the utterance is over.
    ///
    /// - Returns: what was heard in it.
    /// - Throws: what ``Transcriber/transcribe(_:)`` throws.
    func finish() async throws -> Transcript

    /// Gives the utterance up: whatever was sent is of no interest any more. Nothing happens after ``finish()`` or a second time.
    func cancel() async
}
