internal import BehestAudio
internal import BehestSpeech

extension Listener {
    /// Recognises an utterance, unless it is given up first.
    func recognise(
        _ utterance: Utterance,
        needsPhrase: Bool,
        until givenUp: AsyncStream<Never>
    ) async -> Outcome {
        let outcome = await unlessGivenUp(givenUp) { () -> Outcome in
            do {
                return .success(try await hear(utterance, needsPhrase: needsPhrase))
            } catch {
                return .failure(error)
            }
        }
        return outcome ?? .failure(CancellationError())
    }

    private func hear(_ utterance: Utterance, needsPhrase: Bool) async throws -> Hearkening {
        guard needsPhrase else { return .command(try await attendant.comprehend(utterance, by: hearing.ears)) }
        guard let wakePhrase, let opening = try await wakePhrase.opening(of: utterance) else { return .noPhrase }
        if opening.isAlone { return .phraseAlone }
        let ears = hearing.ears.map { opening.removed(from: $0) }
        return .command(try await attendant.comprehend(utterance, by: ears))
    }

    /// Gives the recogniser that hears all what was said so far, until it is left.
    func follow(_ utterance: Utterance, until left: AsyncStream<Never>) async {
        let transcriber = hearing.ears[0].transcriber
        _ = await unlessGivenUp(left) { await transcriber.follow(utterance) }
    }

    /// Lets the recogniser give up what it was given.
    func stopFollowing(_ utterance: Utterance) async {
        await hearing.ears[0].transcriber.stopFollowing(utterance)
    }

    /// Does something, and cancels it when it is given up.
    ///
    /// - Parameters:
    ///   - givenUp: ends when nothing is wanted of it any more.
    ///   - work: the work.
    /// - Returns: what comes of it; `nil` when it was given up first.
    private func unlessGivenUp<Value: Sendable>(
        _ givenUp: AsyncStream<Never>,
        _ work: @escaping @Sendable () async -> Value
    ) async -> Value? {
        await withTaskGroup(of: Value?.self) { group in
            group.addTask { await work() }
            group.addTask {
                for await _ in givenUp {}
                return nil
            }
            defer { group.cancelAll() }
            // The first to come is the answer, or the sign that none is wanted.
            return await group.next() ?? nil
        }
    }
}
