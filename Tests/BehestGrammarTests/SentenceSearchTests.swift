import FoundationEssentials
import TestSupport
import Testing

@testable import BehestGrammar

/// Words and letters give the same readings, and what one cannot read the other does.
@Suite(.timeLimit(.minutes(5)))
struct SentenceSearchTests {
    @Test(arguments: ["bugs", "code", "control", "deploy"])
    func wordsMeanWhatLettersMean(pack name: String) throws {
        let pack = try Fixtures.shipped(name)
        let grammar = try Grammar(compiling: [pack])
        var sampler = SentenceSampler(pack: pack, seed: 5)
        for _ in 0..<150 {
            guard let sample = sampler.next() else { break }
            check(sample.text, in: grammar)
        }
    }

    @Test(arguments: ["de", "el", "en", "fr", "he", "hi", "th", "tr", "zh-CN"])
    func wordsMeanWhatLettersMeanInEveryLanguage(_ language: String) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "Fixtures/Reading/\(language)"
        )
        let bytes = Array(try Data(contentsOf: folder.appending(path: "grammar.yaml")))
        let pack = try #require(GrammarPack.read(PackDocument(bytes: bytes, file: language)).pack)
        let grammar = try Grammar(compiling: [pack])
        var sampler = SentenceSampler(pack: pack, seed: 7)
        for _ in 0..<200 {
            guard let sample = sampler.next() else { break }
            check(sample.text, in: grammar)
        }
    }

    /// Where the letters are a sentence, the words make no other one of them.
    private func check(_ text: String, in grammar: Grammar) {
        let written = grammar.matches(of: text, asWritten: true)
        guard let best = written.first else { return }
        let usual = grammar.matches(of: text)
        #expect(usual.first?.cost == best.cost, "\(text)")
        #expect(usual.contains { $0.interpretation == best.interpretation && $0.cost == best.cost }, "\(text)")
        for match in written { #expect(usual.contains { $0.interpretation == match.interpretation }, "\(text)") }
    }

    @Test func readsWhatTheAutomatonCannotHold() throws {
        let text = """
            language: en
            intents:
              Nested: {data: [{sentences: ["pour {drink}"]}]}
              Many: {data: [{sentences: ["say \(String(repeating: "[a][b]", count: 12)) end"]}]}
              Ordered: {data: [{sentences: ["go (a;b;c;d;e;f;g)"]}]}
            lists:
              size: {values: [{in: small, out: S}]}
              drink: {values: [{in: "{size} tea", out: tea}]}
            """
        let pack = try #require(GrammarPack.read(PackDocument(text: text, file: "a.yaml")).pack)
        let grammar = try Grammar(compiling: [pack])
        #expect(grammar.warnings.map(\.code) == ["too-complex", "too-many-permuted", "nested-list"])
        #expect(grammar.interpret("pour small tea").map(\.line) == ["Nested size=S drink=tea"])
        #expect(grammar.interpret("say abaab end").map(\.line) == ["Many"])
        #expect(grammar.interpret("go g f e d c b a").map(\.line) == ["Ordered"])
        #expect(grammar.interpret("go g f e d c b") == [])
        #expect(grammar.interpret("pour tea") == [])
    }

    @Test func takesWhatIsSaidLikeASentence() throws {
        let grammar = try Fixtures.grammar(Fixtures.pack(["a sixteen ounce well-known drink"]))
        for text in ["a 16 ounce well known drink", "A sixteen-ounce well known drink!"] {
            #expect(grammar.interpret(text).map(\.line) == ["Test"])
            #expect(grammar.matches(of: text, asWritten: true) == [])
        }
    }

    @Test func whatIsWrittenGoesBeforeWhatIsOnlySaid() throws {
        let text = """
            language: en
            intents:
              Bright: {data: [{sentences: ["set the lamp to {level}%"]}]}
              Heat: {data: [{sentences: ["set [the] lamp to {level} [degrees]"]}]}
              Order: {data: [{sentences: ["order a sixteen ounce tea"]}]}
              Any: {data: [{sentences: ["order {thing}"]}]}
            lists: {level: {range: {from: 0, to: 100}}, thing: {wildcard: true}}
            """
        let pack = try #require(GrammarPack.read(PackDocument(text: text, file: "a.yaml")).pack)
        let grammar = try Grammar(compiling: [pack])
        for asWritten in [true, false] {
            let matches = grammar.matches(of: "set the lamp to 9%", asWritten: asWritten)
            #expect(matches.map(\.interpretation.intent) == ["Bright"])
        }
        // Free text is anything at all, so a sentence's own words are worth more.
        let intents = grammar.matches(of: "order a 16 ounce tea").map(\.interpretation.intent)
        #expect(intents == ["Order", "Any"])
        #expect(grammar.matches(of: "order a 16 ounce tea", asWritten: true).map(\.interpretation.intent) == ["Any"])
    }

    @Test func lettersAreReadOfSentencesThatTheWordsAreNot() throws {
        let text = Fixtures.pack(["{name}akku laden"], extra: "lists: {name: {values: [Handy]}}\n")
        let grammar = try Fixtures.grammar(text)
        #expect(grammar.matches(of: "Handyakku laden", asWritten: true).count == 1)
        #expect(grammar.matches(of: "Handyakkus laden", asWritten: true) == [])
    }

    @Test func numbersKeepToTheFormThatAListAsksFor() throws {
        let text = Fixtures.pack(
            ["count {digits}", "spell {words}"],
            extra: """
                lists:
                  digits: {range: {from: 1, to: 9, words: false}}
                  words: {range: {from: 1, to: 9, digits: false}}
                """
        )
        let grammar = try Fixtures.grammar(text)
        let table = [("count 7", 1), ("count seven", 0), ("spell seven", 1), ("spell 7", 0)]
        for (text, count) in table { #expect(grammar.interpret(text).count == count, "\(text)") }
    }

    @Test func builtInValuesBeginWithWords() throws {
        let grammar = try Fixtures.grammar(Fixtures.pack(["spell {letters}"]))
        #expect(!grammar.interpret("spell a b c").isEmpty)
        #expect(grammar.interpret("spell abc") == [])
    }

    @Test func staysWithinBoundsWhereLettersMustBeRead() throws {
        let many = Array(repeating: "[a|b] [{any}]", count: 12).joined(separator: " ")
        let grammar = try Fixtures.grammar(
            Fixtures.pack(["go \(many) end"], extra: "lists: {any: {wildcard: true}}\n")
        )
        #expect(grammar.interpret("go " + String(repeating: "a b ", count: 300)) == [])
        #expect(grammar.interpret("go " + String(repeating: "a b ", count: 300) + "end").count == 1)
    }
}
