import Testing

@testable import BehestGrammar

struct PlainTextTests {
    /// Plain texts are read without the tokeniser; that must not show.
    @Test(arguments: ["en", "de", "fr", "tr", "az", "lt", "el", "he", "ar", "hi", "zh", "ja", "th", "ko", "vi", "xx"])
    func readsAsTheTokenizerDoes(_ language: String) throws {
        let text = """
            language: \(language)
            intents:
              A: {data: [{sentences: ["turn on {any}", "it's {any} o'clock [{any:more}]", "{any} II"]}]}
              B: {data: [{sentences: ["{any}"], required_keywords: [on, it's, istanbul]}]}
            lists: {any: {wildcard: true}}
            skip_words: [please, i]
            """
        let grammar = try Fixtures.grammar(text)
        var generator = SeededGenerator(seed: 23)
        let pieces = [
            "turn", "on", "Turn", "ON", "it's", "IT'S", "o'clock", "'on'", "rock 'n' roll", "II", "i", "ISTANBUL",
            "please",
            " ", " ", " ", "  ", ",", ", ", ".", "?", "!", "...", "a.m.", "U.S.", "-", "x", "\u{7}", "@", "5", "é",
            "\t", "\n",
        ]
        for _ in 0..<400 {
            let count = Int.random(in: 0...9, using: &generator)
            let text = (0..<count).compactMap { _ in pieces.randomElement(using: &generator) }
                .joined(separator: Bool.random(using: &generator) ? " " : "")
            let tokens = grammar.tokenizer.tokenize(text, isPiece: false).tokens
            let quick = Transcription(text, grammar: grammar)
            let slow = Transcription(tokens, of: text, grammar: grammar)
            #expect(quick.words == slow.words, "\(text.debugDescription)")
            for word in slow.words.indices {
                let phrases = (quick.phrase(of: word..<word + 1), slow.phrase(of: word..<word + 1))
                #expect(phrases.0 == phrases.1, "\(text.debugDescription)")
            }
        }
    }
}
