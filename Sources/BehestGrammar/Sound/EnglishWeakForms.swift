/// The short words of English that are hardly ever said as they are by themselves.
package enum EnglishWeakForms {
    /// The ways to say a word: as it is by itself, and as it is within a sentence.
    package static func adding(to said: Pronunciation, of word: String, language: String) -> [Pronunciation] {
        guard language.lowercased().hasPrefix("en"), let weak = forms[word] else { return [said] }
        var ways = [said]
        for form in weak {
            let way = Phone.phones(ipa: form)
            if !ways.contains(way) { ways.append(way) }
        }
        return ways
    }

    private static let forms: [String: [String]] = [
        "a": ["ə"], "an": ["ən"], "the": ["ðə", "ði"], "and": ["ən", "ænd"], "of": ["əv", "ə"], "to": ["tə"],
        "for": ["fɚ"],
        "from": ["fɹəm"], "at": ["ət"], "as": ["əz"], "or": ["ɚ"], "than": ["ðən"], "that": ["ðət"], "some": ["səm"],
        "can": ["kən"], "could": ["kəd"], "would": ["wəd"], "should": ["ʃəd"], "have": ["həv", "əv"],
        "has": ["həz", "əz"],
        "had": ["həd", "əd"], "is": ["z"], "are": ["ɚ"], "was": ["wəz"], "were": ["wɚ"], "do": ["də"], "does": ["dəz"],
        "you": ["jə"], "your": ["jɚ"], "he": ["i"], "him": ["ɪm"], "his": ["ɪz"], "her": ["ɚ"], "them": ["ðəm", "əm"],
        "us": ["əs"], "there": ["ðɚ"], "but": ["bət"], "just": ["dʒəst"], "on": ["ən"], "with": ["wɪθ"],
    ]
}
