import BehestSpeech
import Testing

@testable import BehestPipeline

struct TranscriptExcerptTests {
    /// "Around" is what is left of Behest's own words.
    private let heard = Transcript(
        text: "Around never mind. Never mind!",
        words: [
            .init(text: "Around", confidence: 0.2), .init(text: "never", confidence: 0.5),
            .init(text: "mind.", confidence: 0.5), .init(text: "Never", confidence: 0.9),
            .init(text: "mind!", confidence: 0.9),
        ],
        meanLogProbability: -1,
        tokenCount: 9,
        model: "test"
    )

    @Test func wordsAreAsSureAsWhereTheyWereHeardLast() throws {
        let excerpt = heard.excerpt("never mind")
        #expect(excerpt.text == "never mind")
        #expect(abs(try #require(excerpt.confidence) - 0.9) < 1e-9)
        #expect(excerpt.tokenCount == 2)
        #expect(abs(try #require(heard.excerpt("around never").confidence) - (0.2 * 0.5).squareRoot()) < 1e-9)
    }

    @Test(arguments: ["twelve", "mind around", "never mind never mind never mind"])
    func wordsThatAreNotFoundAreAsSureAsTheWhole(text: String) {
        #expect(heard.excerpt(text).meanLogProbability == -1)
    }
}
