import Testing

@testable import BehestSpeech

struct TokenChoiceTests {
    @Test func takesTheMostProbableToken() {
        let logits: [Float] = [0, 2, 1]
        let choice = TokenChoice(logits: logits.span)
        #expect(choice.token == 1)
        // log(e² / (1 + e² + e))
        #expect(abs(choice.logProbability - -0.407606) < 1e-5)
    }

    @Test func passesOverTheForbiddenOne() {
        let logits: [Float] = [0, 2, 1]
        let choice = TokenChoice(logits: logits.span, forbidding: 1)
        #expect(choice.token == 2)
        #expect(abs(choice.logProbability - -1.407606) < 1e-5)
    }

    @Test func isRightForALargeVocabulary() {
        // One token at 0 and 32,767 at -5: its probability is 1 / (1 + 32,767 e⁻⁵).
        var logits = [Float](repeating: -5, count: 32_768)
        logits[20_000] = 0
        let choice = TokenChoice(logits: logits.span)
        #expect(choice.token == 20_000)
        #expect(abs(choice.logProbability - -5.401700) < 1e-3)
    }
}
