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
        var matcher = Matcher(grammar: self, transcript: transcript, context: context)
        return matcher.matches()
    }
}
