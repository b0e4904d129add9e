import Testing

@testable import BehestSpeech

struct DecodingLimitsTests {
    struct Case: Sendable {
        var seconds: Double
        var most: Int
        var fewest: Int
    }

    @Test(arguments: [
        Case(seconds: 0.3, most: 8, fewest: 1),
        Case(seconds: 1.5, most: 10, fewest: 1),
        Case(seconds: 4, most: 26, fewest: 3),
        Case(seconds: 15, most: 98, fewest: 14),
    ])
    func growWithTheSpeech(_ example: Case) {
        let limits = DecodingLimits(seconds: example.seconds)
        #expect(limits.most == example.most)
        #expect(limits.fewestPlausible == example.fewest)
    }
}
