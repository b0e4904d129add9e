import BehestAudio
import BehestGrammar
import TestSupport
import Testing

@testable import BehestSpeech

struct WordTimesTests {
    /// Loudness as a picture: `#` is ten frames of speech, `.` ten of silence.
    private func spans(_ picture: String) -> SpeechSpans {
        SpeechSpans(loudness: picture.flatMap { [Double](repeating: $0 == "#" ? 1_000 : 1, count: 10) })
    }

    /// From which tenth of a second to which each word goes, words given by how many sounds they have.
    private func times(_ words: [SpokenLength], _ picture: String) -> [String] {
        WordTimes(words: words, spans: spans(picture)).times.map { time in
            func tenths(_ time: Duration) -> Int { Int((time / .milliseconds(100)).rounded()) }
            return "\(tenths(time.lowerBound))-\(tenths(time.upperBound))"
        }
    }

    @Test(arguments: [
        ([1.0, 1], "..####....", ["2-4", "4-6"]),
        ([3, 1], "..####....", ["2-5", "5-6"]),
        // A pause parts words, though their lengths alone would part them elsewhere.
        ([1, 1], "..###...####..", ["2-5", "8-12"]),
        ([1, 1, 2], "##...##", ["0-1", "1-2", "5-7"]),
        ([1, 1, 1, 1], "##..##..", ["0-1", "1-2", "4-5", "5-6"]),
        // One word over a pause, and nothing but silence.
        ([1], "##..##", ["0-6"]),
        ([1, 1], "....", ["0-2", "2-4"]),
        ([], "..##..", []),
    ])
    func theTimeOfSpeechIsSharedOutByTheSounds(_ words: [Double], _ picture: String, _ expected: [String]) {
        #expect(times(words.map { SpokenLength(sounds: $0) }, picture) == expected)
    }

    @Test func aPauseIsRatherWhereAPhraseEnds() {
        let words = [2.0, 2, 2, 2].map { SpokenLength(sounds: $0) }
        #expect(times(words, "#####....###") == ["0-3", "3-5", "9-11", "11-12"])
        var ended = words
        ended[2].endsPhrase = true
        #expect(times(ended, "#####....###") == ["0-2", "2-3", "3-5", "9-12"])
    }

    @Test func aClickIsNoSpeechAndAStopIsNoPause() {
        #expect(spans("..####..").spans == [20..<60])
        #expect(spans("##.##").spans == [0..<50])
        #expect(
            SpeechSpans(
                loudness: [Double](repeating: 1, count: 30) + [900] + [Double](repeating: 1, count: 30)
                    + [Double](repeating: 1_000, count: 50)
            ).spans == [61..<111]
        )
        #expect(SpeechSpans(loudness: []).spans == [0..<0])
        #expect(SpeechSpans(loudness: [0, 0, 0]).spans == [0..<3])
    }

    @Test func moreSoundsTakeLonger() {
        let words = ["I", "file", "parser", "documentation"].map { SpokenLength($0, language: "en").sounds }
        #expect(words == words.sorted() && Set(words).count == words.count)
        #expect(SpokenLength("2026,", language: "en") == SpokenLength(sounds: 12, endsPhrase: true))
        #expect(SpokenLength("…", language: "en").sounds == 1)
    }

    @Test func whateverIsSaidTheWordsAreInOrderAndWithin() {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<500 {
            let picture = String(
                (0..<Int.random(in: 0...30, using: &generator)).map { _ in "##.".randomElement(using: &generator)! }
            )
            let words = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
                SpokenLength(
                    sounds: Double.random(in: 1...9, using: &generator),
                    endsPhrase: Bool.random(using: &generator)
                )
            }
            let times = WordTimes(words: words, spans: spans(picture)).times
            #expect(times.count == words.count)
            for (one, next) in zip(times, times.dropFirst()) { #expect(one.upperBound <= next.lowerBound) }
            #expect(times.last.map { $0.upperBound <= .milliseconds(100 * picture.count) } ?? true)
        }
    }

    /// Two recordings with a second of silence between them: what is said in the second begins where it does.
    @Test func realSpeechIsPartedByItsPause() throws {
        let (one, two) = (try Repository.sound(of: "file-a-bug"), try Repository.sound(of: "run-the-tests"))
        let sound = one + [Float](repeating: 0, count: 16_000) + two
        let utterance = Utterance(
            id: "u",
            source: "s",
            start: .zero,
            samples: sound.map { Int16(max(-32_768, min(32_767, $0 * 32_768))) },
            isCutShort: false
        )
        let text = "File a bug saying the import button does nothing. Run the tests."
        let words = text.split(separator: " ").map(String.init)
        let times = WordTimes(of: words, in: utterance, language: "en").times
        let silence = Duration.seconds(Double(one.count) / 16_000)
        #expect(times[8].upperBound <= silence)
        #expect(times[9].lowerBound >= silence + .seconds(1))
    }
}
