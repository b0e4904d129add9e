internal import BehestPipeline
internal import BehestSpeech

/// What turns sound into words, with what goes on beside it.
struct Recognition: Sendable {
    /// What hears.
    var hearing: CommandPipeline.Hearing
    /// The recognisers that run within this process.
    var embedded: [MoonshineTranscriber]
    /// The endpoints in their order; `nil` where the embedded recognisers hear alone.
    var chain: TranscriberChain?
    /// What waits because no endpoint could hear it; where the embedded recognisers hear alone, from when there were endpoints.
    var backlog: Backlog

    /// Finds out when endpoints that failed work again, and tries what waits, until it is cancelled.
    ///
    /// - Throws: `JournalError` when something could not be recorded.
    func recover(
        in conversation: Conversation,
        wakePhrase: WakePhrase?,
        telling tell: @escaping @Sendable (UtteranceReport) async -> Void
    ) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            if let chain { group.addTask { await chain.probe() } }
            try await backlog.run(in: conversation, by: hearing.ears, wakePhrase: wakePhrase, telling: tell)
            group.cancelAll()
        }
    }
}
