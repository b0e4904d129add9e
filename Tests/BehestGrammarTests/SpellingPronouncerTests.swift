import BehestGrammar
import Testing

struct SpellingPronouncerTests {
    @Test(arguments: [
        ("light", "laɪt"), ("knight", "naɪt"), ("make", "meɪk"), ("mocha", "mɑːtʃə"), ("cream", "kɹiːm"), ("q", "kjuː"),
        ("sql", "ɛs kjuː ɛl"), ("nation", "neɪʃən"), ("eight", "eɪt"), ("the", "ðə"), ("iced", "aɪsd"),
    ])
    func readsEnglish(_ word: String, ipa: String) {
        #expect(
            SpellingPronouncer().pronunciations(of: word, language: "en").first?.count == Phone.phones(ipa: ipa).count
        )
    }

    @Test(arguments: [
        ("ru", "свет", "цвет", "лампа"), ("ja", "ライト", "ライド", "でんき"), ("de", "straße", "strasse", "lampe"),
        ("zh", "打开灯", "打开灯", "关上门"), ("ar", "مصباح", "مصباح", "باب"), ("ko", "불", "불", "문"), ("hi", "बत्ती", "बत्ति", "दरवाज़ा"),
    ])
    func givesLikeSoundsForLikeLettersOfAnyScript(_ language: String, word: String, like: String, unlike: String) throws
    {
        let pronouncer = SpellingPronouncer()
        let said = try [word, like, unlike].map {
            try #require(pronouncer.pronunciations(of: $0, language: language).first)
        }
        #expect(said.allSatisfy { !$0.isEmpty })
        #expect(Set(said[0]).intersection(said[1]).count >= Set(said[0]).intersection(said[2]).count)
    }

    @Test func saysNothingForNothing() {
        #expect(SpellingPronouncer().pronunciations(of: "", language: "en").isEmpty)
        #expect(SpellingPronouncer().pronunciations(of: "…", language: "fr").isEmpty)
    }
}
