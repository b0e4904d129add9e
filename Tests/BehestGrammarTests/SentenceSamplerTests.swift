import BehestGrammar
import Testing

struct SentenceSamplerTests {
    @Test(arguments: ["bugs", "code", "control", "drinks"])
    func makesSentencesThatParseBack(_ name: String) throws {
        let pack =
            name == "drinks"
            ? try Fixtures.read(PackDocument(text: Fixtures.drinks, file: "drinks.yaml")) : try Fixtures.shipped(name)
        let grammar = try Grammar(compiling: [pack])
        var sampler = SentenceSampler(pack: pack, seed: 1)
        var texts: Set<String> = []
        for _ in 0..<400 {
            let next = sampler.next()
            let sample = try #require(next)
            texts.insert(sample.text)
            #expect(grammar.interpret(sample.text).first?.intent == sample.intent, "\(sample.text)")
        }
        #expect(texts.count > (name == "control" ? 6 : 20))
    }

    @Test func makesTheSameSentencesFromTheSameSeed() throws {
        let pack = try Fixtures.shipped("bugs")
        func texts(seed: UInt64) -> [String?] {
            var sampler = SentenceSampler(pack: pack, seed: seed)
            return (0..<20).map { _ in sampler.next()?.text }
        }
        #expect(texts(seed: 5) == texts(seed: 5))
        #expect(texts(seed: 5) != texts(seed: 6))
    }
}
