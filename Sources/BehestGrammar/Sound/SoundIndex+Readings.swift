extension SoundIndex {
    /// The words of a transcript whose pronunciations the search needs; they are more than its own, as "16" may be "one six".
    public func words(of transcript: String) -> [String] {
        guard transcript.utf8.count <= Grammar.longestTranscript else { return [] }
        return HeardText(transcript, tokenizer: grammar.tokenizer).words
    }

    /// The sentences that a transcript sounds like most, best first, each of another meaning.
    ///
    /// - Parameters:
    ///   - transcript: The words as they were heard.
    ///   - pronunciations: How the words from ``words(of:)-(String)`` are said; a word that is missing is said as it is
    ///     spelled.
    ///   - confidences: How sure the recogniser was of each word as white space separates them, 0 to 1; left out, or of
    ///     another number than the words, all count the same.
    ///   - context: What is known beside the words, for the sentences that ask for it.
    ///   - limit: The most readings.
    /// - Returns: The readings; none for a transcript without words.
    public func readings(
        of transcript: String,
        pronunciations: [String: [Pronunciation]],
        confidences: [Double] = [],
        context: [String: SlotValue] = [:],
        limit: Int = 12
    ) -> [SoundReading] {
        guard limit > 0, transcript.utf8.count <= Grammar.longestTranscript else { return [] }
        var heard = HeardText(transcript, tokenizer: grammar.tokenizer)
        guard !heard.units.isEmpty, heard.units.count <= HeardText.mostUnits else { return [] }
        heard.weigh(by: confidences)
        var known = pronunciations
        let spelling = SpellingPronouncer()
        for word in heard.words where known[word]?.isEmpty ?? true {
            known[word] = spelling.pronunciations(of: word, language: grammar.language)
        }
        let lattice = HeardLattice(heard, pronunciations: known, limits: limits)
        guard lattice.nodeCount <= HeardLattice.mostNodes else { return [] }
        var search = SoundSearch(index: self, heard: heard, lattice: lattice, context: context, mostMeanings: limit)
        var readings: [SoundReading] = []
        var attempts = 0
        for way in search.ways() {
            guard readings.count < limit, attempts < 4 * limit else { break }
            attempts += 1
            guard
                let reading = SoundTracer(index: self, heard: heard, lattice: lattice, context: context).reading(
                    of: way
                )
            else { continue }
            let isKnown = readings.contains { $0.interpretation.meansTheSame(as: reading.interpretation) }
            if !isKnown { readings.append(reading) }
        }
        return readings
    }

    /// The sentences that a transcript sounds like most, by a pronouncer.
    public func readings(
        of transcript: String,
        by pronouncer: some Pronouncer,
        confidences: [Double] = [],
        context: [String: SlotValue] = [:],
        limit: Int = 12
    ) async -> [SoundReading] {
        let words = words(of: transcript)
        let known = await pronouncer.pronunciations(of: words, language: grammar.language)
        return readings(
            of: transcript,
            pronunciations: Dictionary(zip(words, known)) { first, _ in first },
            confidences: confidences,
            context: context,
            limit: limit
        )
    }
}
