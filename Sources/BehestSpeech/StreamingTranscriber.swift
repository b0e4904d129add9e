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

    /// Whether it is over before the utterance is: the engine has answered, refused or hung up in the middle of it, and what it
    /// says is not of the whole.
    var isOver: Bool { get async }

    /// Whether the utterance may be sent again whole after ``finish()`` has failed: nothing was answered, or only that it is not taken
    /// in this way.
    ///
    /// What took too long has had its time.
    var mayBeRepeated: Bool { get }

    /// Gives the utterance up: whatever was sent is of no interest any more. Nothing happens after ``finish()`` or a second time.
    func cancel() async
}
