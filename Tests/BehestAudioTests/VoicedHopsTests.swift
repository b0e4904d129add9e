import Testing

@testable import BehestAudio

/// Pictures: a character a hop, `.` silence, `-` between the thresholds, `s` speech.
struct VoicedHopsTests {
    private static func probability(_ sign: Character) -> Float {
        sign == "s" ? 0.9 : sign == "-" ? 0.4 : 0.1
    }

    @Test(arguments: [
        (heard: "......", voiced: 0), (heard: "..ss..", voiced: 2), (heard: "..ss--ss..", voiced: 6),
        (heard: "..ss------......", voiced: 8),
    ])
    func countsWhatTheSegmenterTakesForSpeech(heard: String, voiced: Int) {
        var hops = VoicedHops(settings: .init())
        for sign in heard { hops.take(Self.probability(sign)) }
        #expect(hops.count(in: 0..<heard.count) == voiced)
    }

    /// What is spoken softly is a voice also where it is held.
    @Test func countsAllThatIsHeldAsSpeech() throws {
        let heard = ".....--------....."
        var hops = VoicedHops(settings: .init())
        var segmenter = Segmenter()
        segmenter.hold(from: 0)
        for sign in heard {
            hops.take(Self.probability(sign))
            _ = segmenter.advance(probability: Self.probability(sign))
        }
        let end = segmenter.finish()
        let segment = try #require(end)
        #expect(segment.holdsSpeech)
        #expect(hops.count(in: segment.hops) == 8)
    }

    @Test func knowsNothingOfWhatIsForgotten() {
        var hops = VoicedHops(settings: .init())
        for sign in "ssss..ss" { hops.take(Self.probability(sign)) }
        hops.forget(before: 3)
        #expect(hops.count(in: 0..<8) == 3)
        #expect(hops.count(in: 3..<5) == 1)
        #expect(hops.count(in: 6..<20) == 2)
        hops.forget(before: 2)
        hops.forget(before: 100)
        #expect(hops.count(in: 0..<8) == 0)
        hops.take(0.9)
        #expect(hops.count(in: 8..<9) == 1)
    }
}
