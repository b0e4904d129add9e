import BehestPipeline
import Testing

struct CalibrationTests {
    private let calibration = Calibration()

    /// A reading of nine tokens by like sounds, heard rather clearly.
    private func scores(support: Double?, confidence: Double = 0.85) -> Reading.Scores {
        Reading.Scores(
            soundCost: 0.05,
            soundDistance: 0.5,
            worstMismatch: 0.5,
            likelihoodRatio: support,
            support: support,
            confidence: confidence,
            tokenCount: 9
        )
    }

    @Test(
        arguments: [
            (1.0, 2, Calibration.Support.strong), (0.8, 16, .strong), (0.8, 5, .weak), (0.9, 5, .strong),
            (0.7, 30, .weak), (0.5, 16, .weak), (0.01, 3, .weak),
        ]
    )
    func theSentencesOwnWordsAreActedOnIfHeardClearly(
        _ confidence: Double,
        _ tokenCount: Int,
        _ support: Calibration.Support
    ) {
        let scores = Reading.Scores(confidence: confidence, tokenCount: tokenCount)
        #expect(calibration.support(for: scores, isExact: true) == support)
    }

    @Test func otherWordsAreRefused() {
        #expect(calibration.support(for: scores(support: -60), isExact: false) == .none)
    }

    @Test func certaintyRisesWithTheSupport() {
        let rising = [-40.0, -15, -5, -1, 0].map { calibration.certainty(of: scores(support: $0), isExact: false) }
        #expect(rising == rising.sorted())
        #expect(Set(rising).count == rising.count)
        #expect(rising.allSatisfy { (0...1).contains($0) })
    }

    @Test func lessIsAskedOfAReadingWhereTheRecogniserWasAtALoss() {
        let clear = calibration.certainty(of: scores(support: -8, confidence: 0.95), isExact: false)
        let noisy = calibration.certainty(of: scores(support: -8, confidence: 0.5), isExact: false)
        #expect(clear < noisy)
    }

    @Test func whatOnlySoundsLikeASentenceIsNotActedOnWithoutTheSound() {
        var typed = Reading.Scores(confidence: 0.2, tokenCount: 40)
        #expect(calibration.support(for: typed, isExact: false) == .weak)
        typed.likelihoodRatio = 0
        typed.support = 0
        #expect(calibration.support(for: typed, isExact: false) == .strong)
    }
}
