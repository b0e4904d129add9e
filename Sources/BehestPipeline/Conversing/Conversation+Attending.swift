internal import BehestAudio

/// What is heard at a microphone.
extension Conversation: Attendant {
    nonisolated func isSpeaking() -> Bool { false }

    func keyPressed() async throws { try await takeQuietly(.holdBegan) }

    func heldSilence() async throws { try await takeQuietly(.heldSilence) }

    func isAsking() -> Bool { question != nil }

    nonisolated func preview(of utterance: Utterance) -> Utterance? { utterance }

    nonisolated func comprehend(_ utterance: Utterance, by ears: [CommandPipeline.Ear]) async throws -> Comprehension {
        let (interpreter, expectation) = await situation
        return try await interpreter.comprehend(utterance, by: ears, expecting: expectation)
    }

    nonisolated func ending(of comprehension: Comprehension) async -> Patience.Ending {
        await situation.interpreter.ending(of: comprehension)
    }

    nonisolated func keep(_ utterance: Utterance) async throws -> Duration {
        try await ContinuousClock().measure { try await records.keep(utterance) }
    }

    nonisolated func conclude(
        _ utterance: Utterance,
        keptIn keeping: Duration,
        _ comprehension: Comprehension
    ) async throws -> UtteranceReport {
        if let failure = comprehension.failure {
            return try await concludeUnheard(utterance, keptIn: keeping, comprehension, because: failure)
        }
        let clock = ContinuousClock()
        let (interpreter, expectation) = await situation
        var (report, heard) = try await interpreter.conclude(
            utterance,
            keptIn: keeping,
            comprehension,
            expecting: expectation,
            in: records
        )
        let began = clock.now
        let exchange = try await hear(heard)
        report.timings[.record] = exchange.recordedAt.map { $0 - began }
        report.exchange = exchange
        // Only now, so that what was said again is known to have been.
        backlog?.endpointAnswers()
        return report
    }

    nonisolated func follow(_ report: UtteranceReport) async {
        if let exchange = report.exchange { await follow(exchange) }
    }
}
