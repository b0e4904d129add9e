/// Finds what a transcript means: the one way to readings, which everything that understands text goes.
///
/// 1. The ``SentenceFinder`` walks the automaton and tells which sentences the words can be.
/// 2. A sentence that the words settle, so that its letters could tell no more, is read by the ``Matcher``.
/// 3. Any other one is read letter by letter, as the format defines it, by the ``ReadingSearch``: where there is free text, where
///    the words can be the sentence in several ways, and where signs stand between them.
/// 4. What is the sentence by its words but not by its letters, such as "16 ounce" for "sixteen ounce", is taken by its words, if no
///    sentence is written like it with as little free text.
///
/// A sentence that the automaton cannot hold is always looked for by its letters, and so is every sentence when the words are none.
struct SentenceSearch {
    /// How sentences are read.
    enum Manner {
        /// By their words where these settle it, by their letters otherwise.
        case wordsThenLetters
        /// By their words alone, as what was heard is written otherwise.
        case wordsOnly
        /// By their letters alone, as the format has it: every sentence, not only those that the words can be.
        case lettersOnly
    }

    let grammar: Grammar
    let context: [String: SlotValue]
    let preference: ReadingPreference
    let manner: Manner

    /// The readings of a transcript, best first.
    func matches(of transcript: Transcription) -> [Match] {
        let matches =
            manner == .lettersOnly ? matchesByLetters(of: transcript) : matchesByWords(of: transcript)
        return matches.count > 1 ? ordered(matches) : matches
    }

    /// The readings of a transcript in every sentence that its letters may be, whatever its words are.
    private func matchesByLetters(of transcript: Transcription) -> [Match] {
        var letters: ReadingSearch?
        return read(transcript.text, by: &letters) { letters in
            letters.candidates().flatMap { letters.readings(of: $0) }
        }
    }

    private func matchesByWords(of transcript: Transcription) -> [Match] {
        var matcher = Matcher(grammar: grammar, transcript: transcript, context: context, preference: preference)
        let sentences = matcher.sentences()
        let isPlain = transcript.isPlain
        var letters: ReadingSearch?
        var matches: [Match] = []
        var likenesses: [Match] = []
        for sentence in sentences {
            guard let way = matcher.way(through: sentence) else { continue }
            let isSettled = manner == .wordsThenLetters && isPlain && way.isSettled && isSettledByWords(sentence)
            if manner == .wordsOnly || isSettled {
                matches.append(matcher.match(on: way))
                continue
            }
            let read = read(transcript.text, by: &letters) { $0.readings(of: sentence) }
            matches += read
            if read.isEmpty { likenesses.append(matcher.match(on: way)) }
        }
        let looksEverywhere = matches.isEmpty
        if manner != .wordsOnly, looksEverywhere || !grammar.sentencesByLetters.isEmpty {
            matches += read(transcript.text, by: &letters) { letters in
                letters.candidates(among: looksEverywhere ? nil : grammar.sentencesByLetters).filter {
                    !sentences.contains($0)
                }.flatMap { letters.readings(of: $0) }
            }
        }
        // What is only said like a sentence gives way to what is written like one, unless that is so through more free text.
        let fewestWildcards = matches.map(\.cost.wildcards).min() ?? .max
        return matches + likenesses.filter { $0.cost.wildcards < fewestWildcards }
    }

    private func isSettledByWords(_ number: Int32) -> Bool {
        let sentence = grammar.sentences[Int(number)]
        return !sentence.isByLetters && grammar.blocks[sentence.block].keywords.isEmpty
    }

    private func read(
        _ transcript: String,
        by letters: inout ReadingSearch?,
        _ body: (inout ReadingSearch) -> [Match]
    ) -> [Match] {
        var search =
            letters
            ?? ReadingSearch(grammar: grammar, transcript: transcript, context: context, preference: preference)
        defer { letters = search }
        return body(&search)
    }

    /// The readings in order, nothing twice.
    private func ordered(_ matches: [Match]) -> [Match] {
        let ranks = grammar.reader.ranks
        let sorted = matches.enumerated().sorted { first, second in
            let (one, two) = (first.element, second.element)
            if one.cost != two.cost { return one.cost < two.cost }
            if one.interpretation.intent != two.interpretation.intent {
                return one.interpretation.intent < two.interpretation.intent
            }
            return (ranks[one.sentence], first.offset) < (ranks[two.sentence], second.offset)
        }
        var kept: [Match] = []
        for (_, match) in sorted where !kept.contains(where: { $0.interpretation == match.interpretation }) {
            kept.append(match)
        }
        return kept
    }
}
