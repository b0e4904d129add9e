extension Grammar {
    /// The longest transcript that is looked at, in UTF-8 bytes; a longer one is no command.
    public static let longestTranscript = 64 * 1024

    /// The readings of a transcript whose words are exactly those of a sentence, best first.
    ///
    /// Fewer words taken by wildcards are better, then more words of the sentence's own; readings that are equal come in the
    /// order of the packs. A transcript that is no sentence has no readings.
    ///
    /// - Parameters:
    ///   - transcript: The words as they were heard or typed.
    ///   - context: What is known beside the words, for the sentences that ask for it.
    /// - Returns: The readings; none of them twice.
    public func interpret(_ transcript: String, context: [String: SlotValue] = [:]) -> [Interpretation] {
        matches(of: transcript, context: context).map(\.interpretation)
    }

    /// The readings of a transcript with how well each fits, best first.
    public func matches(of transcript: String, context: [String: SlotValue] = [:]) -> [Match] {
        guard transcript.utf8.count <= Self.longestTranscript else { return [] }
        return matches(of: Transcription(transcript, grammar: self), context: context)
    }

    /// The readings of words that stand for a transcript's, best first: as another way of understanding it takes them to be.
    ///
    /// - Parameters:
    ///   - tokens: The words, each with the place in the transcript that it stands for.
    ///   - transcript: The transcript, of which the slots' texts are taken.
    ///   - context: What is known beside the words.
    /// - Returns: The readings; none of them twice.
    package func matches(
        of tokens: [SpokenToken],
        in transcript: String,
        context: [String: SlotValue] = [:]
    ) -> [Match] {
        matches(of: Transcription(tokens, of: transcript, grammar: self), context: context)
    }

    private func matches(of transcription: Transcription, context: [String: SlotValue]) -> [Match] {
        var matcher = Matcher(grammar: self, transcript: transcription, context: context)
        return matcher.matches()
    }
}
