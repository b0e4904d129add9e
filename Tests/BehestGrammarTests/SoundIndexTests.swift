import BehestGrammar
import Testing

struct SoundIndexTests {
    /// A transcript with the reading that it should have.
    struct Case: Sendable, CustomTestStringConvertible {
        var heard: String
        var line: String
        var testDescription: String { heard }
    }

    private static func index(_ text: String) async throws -> SoundIndex {
        await SoundIndex(grammar: try Fixtures.grammar(text), pronouncer: SpellingPronouncer())
    }

    private static func readings(of heard: String, in index: SoundIndex, limit: Int = 12) async -> [SoundReading] {
        await index.readings(of: heard, by: SpellingPronouncer(), limit: limit)
    }

    @Test(arguments: [
        Case(heard: "Make me a light rose, ice-moker.", line: "OrderDrink roast=light roast drink=iced mocha"),
        Case(
            heard: "may I have a 60 noun stubble shot iced coffee",
            line: "OrderDrink size=sixteen ounce numberOfShots=double shot drink=iced coffee"
        ),
        Case(
            heard: "brew a medium americano with some milk",
            line: "OrderDrink size=medium drink=americano milk=some milk"
        ),
    ])
    func findsTheSentenceThatWasMeant(_ example: Case) async throws {
        let index = try await Self.index(Fixtures.drinks)
        let reading = try #require(await Self.readings(of: example.heard, in: index).first)
        #expect(reading.interpretation.line == example.line)
        #expect(reading.interpretation.manner == .sound)
    }

    @Test func costsNothingForTheSameWords() async throws {
        let index = try await Self.index(Fixtures.drinks)
        let reading = try #require(await Self.readings(of: "Brew a small iced coffee!", in: index).first)
        #expect(reading.cost == 0)
        #expect(reading.wording == "brew a small iced coffee")
        #expect(reading.steps.map(\.heard) == ["Brew", "a", "small", "iced", "coffee"])
    }
}
