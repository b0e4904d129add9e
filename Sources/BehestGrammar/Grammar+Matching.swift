extension Grammar {
    /// The longest transcript that is looked at, in UTF-8 bytes; a longer one is no command.
    public static let longestTranscript = 64 * 1024

    /// What a transcript means, best first.
    ///
    /// - Parameters:
    ///   - transcript: The words as they were heard or typed.
    ///   - context: What is known beside the words, for the sentences that ask for it.
    /// - Returns: The readings, none of them twice; none of a transcript that is no sentence.
    public func interpret(_ transcript: String, context: [String: SlotValue] = [:]) -> [Interpretation] {
        matches(of: transcript, context: context).map(\.interpretation)
    }

    /// The readings of a transcript with how well each fits, best first.
    ///
    /// Those that fit equally well come in the alphabetical order of their intents, then in that of the packs.
    ///
    /// - Parameters:
    ///   - transcript: The words as they were heard or typed.
    ///   - context: What is known beside the words, for the sentences that ask for it.
    ///   - preference: Which readings are preferred to others, however well these fit.
    ///   - asWritten: Whether only sentences count that are written like the transcript, as the format has it. Otherwise those count
    ///     too that are said like it, such as "sixteen ounce" for "16 ounce".
    /// - Returns: The readings, none of them twice; none of a transcript that is no sentence, or longer than any command.
    public func matches(
        of transcript: String,
        context: [String: SlotValue] = [:],
        preferring preference: ReadingPreference = ReadingPreference(),
        asWritten: Bool = false
    ) -> [Match] {
        guard transcript.utf8.count <= Self.longestTranscript else { return [] }
        let search = SentenceSearch(
            grammar: self,
            context: context,
            preference: preference,
            manner: asWritten ? .lettersOnly : .wordsThenLetters
        )
        return search.matches(of: Transcription(transcript, grammar: self))
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
        let search = SentenceSearch(
            grammar: self,
            context: context,
            preference: ReadingPreference(),
            manner: .wordsOnly
        )
        return search.matches(of: Transcription(tokens, of: transcript, grammar: self))
    }
}
