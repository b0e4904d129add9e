import BehestAudio
import Testing

/// Each test is a picture: a character a hop, what the detector says above and what the segmenter makes of it below.
///
/// Above: `.` silence, `-` between the thresholds, `s` speech. Below: `(` to `)` an utterance, `]` one that ends in speech.
struct SegmenterTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var heard: String
        var cut: String
    }

    @Test(arguments: [
        Case(
            testDescription: "one command with pre-roll and trailing silence",
            heard: "......ssss..........",
            cut: "....(======)........"
        ),
        Case(
            testDescription: "speech from the first hop on",
            heard: "ssss..........",
            cut: "(====)........"
        ),
        Case(
            testDescription: "a pause shorter than the trailing silence stays within",
            heard: "....sss...sss.......",
            cut: "..(===========)....."
        ),
        Case(
            testDescription: "two commands",
            heard: "....sss.....sss......",
            cut: "..(=====).(=====)...."
        ),
        Case(
            testDescription: "a click is no speech",
            heard: ".....s.......s......",
            cut: "...................."
        ),
        Case(
            testDescription: "an unsure hop does not begin speech",
            heard: ".....----------.....",
            cut: "...................."
        ),
        Case(
            testDescription: "an unsure hop does not end speech",
            heard: "....ss--ss.....",
            cut: "..(========)..."
        ),
        Case(
            testDescription: "the stream ends in speech",
            heard: "....ssss",
            cut: "..(====]"
        ),
        Case(
            testDescription: "the stream ends within the trailing silence",
            heard: "....ssss..",
            cut: "..(======)"
        ),
        Case(
            testDescription: "too long speech is cut at its quietest late hop",
            heard: "....ssssssssssssss-sssss.......",
            cut: "..(===============](=====)....."
        ),
    ])
    func cuts(_ example: Case) {
        #expect(picture(of: example.heard) == example.cut)
    }

    @Test func forgetsSilenceAndKeepsSpeech() {
        var segmenter = Segmenter(settings: .small)
        for _ in 0..<100 { _ = segmenter.advance(probability: 0) }
        #expect(segmenter.earliestNeededHop == 98)
        for _ in 0..<10 { _ = segmenter.advance(probability: 1) }
        #expect(segmenter.earliestNeededHop == 98)
    }

    @Test func utterancesNeverOverlap() {
        var segmenter = Segmenter(settings: .small)
        var end = 0
        var count = 0
        for hop in 0..<5_000 {
            // Bursts whose pauses are just long enough to end an utterance.
            let probability: Float = hop % 9 < 5 ? 1 : 0
            guard let segment = segmenter.advance(probability: probability) else { continue }
            #expect(segment.hops.lowerBound >= end)
            end = segment.hops.upperBound
            count += 1
        }
        #expect(count == 5_000 / 9)
    }

    @Test func aPauseIsToldWhileItLasts() {
        var segmenter = Segmenter(settings: .small)
        #expect(segmenter.pause == nil)
        for _ in 0..<5 { _ = segmenter.advance(probability: 1) }
        #expect(segmenter.pause == nil)
        _ = segmenter.advance(probability: 0)
        #expect(segmenter.pause?.hops == 1)
        #expect(segmenter.pause?.segment.hops == 0..<6)
        for _ in 0..<2 { _ = segmenter.advance(probability: 0) }
        #expect(segmenter.pause?.hops == 3)
        // As much of it belongs to the utterance as of the pause that ends one.
        #expect(segmenter.pause?.segment.hops == 0..<7)
        _ = segmenter.advance(probability: 1)
        #expect(segmenter.pause == nil)
    }

    /// Above as ever; below, how many hops the utterance has up to there, in hexadecimal, where somebody speaks.
    @Test(arguments: [
        ("....ssss..ss....s", "....." + "456" + ".." + "9a" + "....."),
        ("....ss--......", "....." + "456" + "......"),
        ("....s....", "........."),
    ])
    func whatIsSpokenIsToldWhileItGoesOn(_ heard: String, _ told: String) {
        var segmenter = Segmenter(settings: .small)
        let lengths = heard.map { character in
            _ = segmenter.advance(probability: character == "s" ? 0.9 : character == "-" ? 0.4 : 0)
            return segmenter.spoken.map { String($0.hops.count, radix: 16) } ?? "."
        }
        #expect(lengths.joined() == told)
    }

    @Test func whatIsHeldIsSpokenOnceThereIsSpeechInIt() {
        var segmenter = Segmenter(settings: .small)
        segmenter.hold(from: 0)
        for _ in 0..<4 { _ = segmenter.advance(probability: 0) }
        #expect(segmenter.spoken == nil)
        for _ in 0..<3 { _ = segmenter.advance(probability: 1) }
        #expect(segmenter.spoken?.hops == 0..<7)
        #expect(segmenter.spoken?.isHeld == true)
        _ = segmenter.advance(probability: 0)
        #expect(segmenter.spoken == nil)
    }

    @Test(arguments: [2, 4, 7])
    func thePauseThatEndsAnUtteranceCanBeSet(_ length: Int) {
        var segmenter = Segmenter(settings: .small)
        for _ in 0..<5 { _ = segmenter.advance(probability: 1) }
        #expect(segmenter.advance(probability: 0) == nil)
        #expect(segmenter.endPause(after: length) == nil)
        for hop in 2..<length { #expect(segmenter.advance(probability: 0) == nil, "hop \(hop)") }
        #expect(segmenter.advance(probability: 0)?.hops == 0..<7)
    }

    @Test(arguments: [1, 2, 3])
    func aPauseThatIsLongEnoughEndsAtOnce(_ length: Int) {
        var segmenter = Segmenter(settings: .small)
        for _ in 0..<5 { _ = segmenter.advance(probability: 1) }
        for _ in 0..<3 { #expect(segmenter.advance(probability: 0) == nil) }
        let ended = segmenter.endPause(after: length)
        #expect(ended?.hops == 0..<7)
        #expect(ended?.spokenUntil == 5)
        #expect(segmenter.isQuiet)
        #expect(segmenter.advance(probability: 0) == nil)
    }

    @Test func itIsQuietOnlyWithoutASignOfSpeech() {
        var segmenter = Segmenter(settings: .small)
        #expect(segmenter.isQuiet)
        _ = segmenter.advance(probability: 1)
        #expect(!segmenter.isQuiet)
        _ = segmenter.advance(probability: 0)
        #expect(segmenter.isQuiet)
    }

    @Test func whatIsSetHoldsForOnePauseOnly() {
        var segmenter = Segmenter(settings: .small)
        #expect(segmenter.endPause(after: 1) == nil)
        for _ in 0..<5 { #expect(segmenter.advance(probability: 1) == nil) }
        _ = segmenter.advance(probability: 0)
        #expect(segmenter.endPause(after: 9) == nil)
        _ = segmenter.advance(probability: 1)
        for _ in 0..<3 { #expect(segmenter.advance(probability: 0) == nil) }
        #expect(segmenter.advance(probability: 0) != nil)
    }

    private func picture(of heard: String) -> String {
        var segmenter = Segmenter(settings: .small)
        var cut = [Character](repeating: ".", count: heard.count)
        func draw(_ segment: Segmenter.Segment?) {
            guard let segment else { return }
            for hop in segment.hops { cut[hop] = "=" }
            cut[segment.hops.lowerBound] = "("
            cut[segment.hops.upperBound - 1] = segment.endsInSpeech ? "]" : ")"
        }
        for character in heard {
            draw(segmenter.advance(probability: character == "s" ? 0.9 : character == "-" ? 0.4 : 0))
        }
        draw(segmenter.finish())
        return String(cut)
    }
}
