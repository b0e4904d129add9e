internal import BehestAudio
internal import Synchronization

/// What a ``StreamingTranscriber`` was sent already of the utterance that goes on; there is one at a time.
///
/// ```
///             follow                transcript: the rest is sent
///   nothing ─────────► sent so far ──────────────────────────────► nothing
///             ▲    │ ▲    │ stop, another utterance, an error: the stream is cancelled
///             └────┴─┴────┘
/// ```
final class FollowedSpeech: Sendable {
    /// What comes of an utterance that is over.
    enum Outcome: Sendable {
        case heard(Transcript)
        /// Nothing was sent of it.
        case unknown
        /// The stream failed before anything was answered: the utterance can be sent whole, as if there had been none.
        case lost(TranscriptionError?)
    }

    /// What was sent, and where.
    private struct Sent: Sendable {
        var speech: Utterance
        let stream: any TranscriptionStream
    }

    private struct State {
        var sent: Sent?
        /// What is being sent; it may be taken back meanwhile.
        var sending: (number: Int, speech: Utterance)?
        /// What could not be sent: it is not tried over and over while somebody speaks.
        var failed: Utterance?
        var calls = 0
    }

    private let state = Mutex(State())

    /// Sends what was said since.
    ///
    /// - Parameters:
    ///   - utterance: the speech, as far as it goes.
    ///   - open: begins with a stream.
    func follow(_ utterance: Utterance, by open: () async throws -> any TranscriptionStream) async {
        let begun = state.withLock { state -> (number: Int, before: Sent?)? in
            guard state.sending == nil, state.failed?.isSameSpeech(as: utterance) != true else { return nil }
            state.calls += 1
            state.sending = (state.calls, utterance)
            state.failed = nil
            defer { state.sent = nil }
            return (state.calls, state.sent)
        }
        guard let (number, before) = begun else { return }
        let result: Result<Sent, any Error>
        do {
            result = .success(try await send(utterance, after: before, by: open))
        } catch {
            result = .failure(error)
        }
        let isWanted = state.withLock { state in
            guard state.sending?.number == number else { return false }
            state.sending = nil
            switch result {
            case .success(let sent): state.sent = sent
            // Whoever was only interrupted may go on later.
            case .failure(let error): state.failed = error is CancellationError ? nil : utterance
            }
            return true
        }
        if !isWanted, case .success(let sent) = result { await sent.stream.cancel() }
    }

    /// Gives up what was sent of an utterance.
    func stop(_ utterance: Utterance) async {
        await take(utterance)?.stream.cancel()
    }

    /// Sends the rest of an utterance that is over, and waits for its words.
    ///
    /// - Parameter utterance: the speech, to its end.
    /// - Returns: what comes of it.
    /// - Throws: what the engine answered; `CancellationError`.
    func outcome(of utterance: Utterance) async throws -> Outcome {
        guard let sent = take(utterance) else { return .unknown }
        let stream = sent.stream
        guard await !stream.isOver, let rest = utterance.samples(since: sent.speech) else {
            await stream.cancel()
            return .lost(nil)
        }
        do {
            try await stream.append(rest)
            // What is there before the end was told is an answer to half of the utterance.
            guard await !stream.isOver else {
                await stream.cancel()
                return .lost(nil)
            }
            return .heard(try await stream.finish())
        } catch let error as TranscriptionError where stream.mayBeRepeated {
            await stream.cancel()
            return .lost(error)
        } catch {
            await stream.cancel()
            throw error
        }
    }

    private func send(
        _ utterance: Utterance,
        after before: Sent?,
        by open: () async throws -> any TranscriptionStream
    ) async throws -> Sent {
        let rest = before.flatMap { utterance.samples(since: $0.speech) }
        let stream: any TranscriptionStream
        if let before, rest != nil {
            stream = before.stream
        } else {
            await before?.stream.cancel()
            stream = try await open()
        }
        do {
            try await stream.append(rest ?? utterance.samples)
        } catch {
            await stream.cancel()
            throw error
        }
        return Sent(speech: utterance, stream: stream)
    }

    /// Takes out what was sent of an utterance; what is just being sent of it is not waited for, and given up.
    private func take(_ utterance: Utterance) -> Sent? {
        state.withLock { state in
            if state.sending?.speech.isSameSpeech(as: utterance) == true { state.sending = nil }
            guard let sent = state.sent, sent.speech.isSameSpeech(as: utterance) else { return nil }
            state.sent = nil
            return sent
        }
    }
}
