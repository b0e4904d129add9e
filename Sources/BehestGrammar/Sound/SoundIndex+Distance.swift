extension SoundIndex {
    /// How unlike two sentences sound, word boundaries aside: 0 for the same sounds; below about 1, one may well be taken for the
    /// other.
    ///
    /// - Parameters:
    ///   - first: A sentence of words that the grammar knows, such as a reading's wording; other words count as they are
    ///     spelled.
    ///   - second: Another one.
    /// - Returns: The price of turning one into the other, the same both ways.
    public func distance(between first: String, and second: String) -> Double {
        Double(Self.distance(between: usualSounds(of: first), and: usualSounds(of: second)))
    }

    /// How unlike two sentences sound, by sound of the longer one.
    public func distancePerPhone(between first: String, and second: String) -> Double {
        let sounds = (usualSounds(of: first), usualSounds(of: second))
        let count = max(sounds.0.count, sounds.1.count)
        return count == 0 ? 0 : Double(Self.distance(between: sounds.0, and: sounds.1)) / Double(count)
    }

    /// How unlike a sentence and a transcript sound, word boundaries aside.
    ///
    /// - Parameters:
    ///   - sentence: A sentence of words that the grammar knows.
    ///   - transcript: The words as they were heard.
    ///   - pronunciations: How the words from ``words(of:)-(String)`` are said; a word that is missing is said as it is
    ///     spelled.
    /// - Returns: The price of turning one into the other.
    public func distance(
        from sentence: String,
        to transcript: String,
        pronunciations: [String: [Pronunciation]]
    ) -> Double {
        let spelling = SpellingPronouncer()
        let heard = grammar.tokenizer.words(of: transcript).flatMap { word -> Pronunciation in
            let known = pronunciations[word]?.first ?? []
            return known.isEmpty ? spelling.pronunciations(of: word, language: grammar.language).first ?? [] : known
        }
        return Double(Self.distance(between: usualSounds(of: sentence), and: heard))
    }

    private func usualSounds(of text: String) -> Pronunciation {
        sounds(of: grammar.tokenizer.words(of: text))
    }

    /// The usual sounds of words, one after the other.
    func sounds(of words: [String]) -> Pronunciation {
        let spelling = SpellingPronouncer()
        return words.flatMap { word -> Pronunciation in
            guard let number = grammar.words.id(of: word) else {
                return spelling.pronunciations(of: word, language: grammar.language).first ?? []
            }
            let way = Int(wordStarts[Int(number)])
            guard way < Int(wordStarts[Int(number) + 1]) else { return [] }
            return sounds[Int(soundStarts[way])..<Int(soundStarts[way + 1])].map { phones[Int($0)] }
        }
    }

    static func distance(between first: Pronunciation, and second: Pronunciation) -> Float {
        var row: [Float] = [0]
        for place in second.indices { row.append(row[place] + second.deletionCost(at: place)) }
        for (place, phone) in first.enumerated() {
            let missing = first.deletionCost(at: place)
            var next = [row[0] + missing]
            for other in second.indices {
                let least = min(row[other + 1] + missing, next[other] + second.deletionCost(at: other))
                next.append(min(least, row[other] + phone.distance(to: second[other])))
            }
            row = next
        }
        return row[second.count]
    }
}
