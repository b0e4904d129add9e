import Testing

@testable import BehestGrammar

struct RuleBasedSpellerTests {
    @Test(arguments: [
        ("en", 21.0, "twenty-one"), ("de", 21, "einundzwanzig"), ("fr", 99, "quatre-vingt-dix-neuf"),
        ("sk", 100, "sto"), ("sl", 214, "dvesto štirinajst"), ("zh-HK", 23, "貳拾參"), ("ro", 100, "o sută"),
        ("ru", 1, "одна"), ("de-CH", 30, "dreissig"), ("en", 0.5, "zero point five"), ("ja", 45, "四十五"),
        ("ar", 3, "ثلاثة"), ("sr-Latn", 2, "dva"), ("cs", 2600, "dva tisíce šest set"), ("sk", 4000, "štyri tisíce"),
        ("sl", 2600, "dva tisoč šesto"), ("sr", 3600, "три хиљаде шестсто"), ("sr-Latn", 2000, "dve hiljade"),
        ("zh-HK", 2200, "兩千兩百"), ("zh-HK", 103, "壹佰零參"), ("ko", 0.5, "공점오"), ("he", 3.5, "שלושה נקודה חמישה"),
    ])
    func speaksTheLanguage(language: String, number: Double, text: String) {
        let texts = Self.texts(of: number, in: language)
        #expect(texts.contains(text), "\(texts)")
    }

    @Test func hasNoWordsForALanguageWithoutRules() {
        // Another language's words would be worse than none.
        #expect(!Self.speaks("gl"))
        #expect(!Self.speaks("xx"))
    }

    private static func texts(of number: Double, in language: String) -> [String] {
        guard let speller = RuleBasedSpeller(language: language) else { return [] }
        return speller.texts(of: number)
    }

    private static func speaks(_ language: String) -> Bool {
        guard RuleBasedSpeller(language: language) != nil else { return false }
        return true
    }
}
