import BehestAudio
import BehestSpeech
import Testing

@testable import BehestServer

struct RecordingTranscriptTests {
    private static let utterance = Utterance(
        id: "u",
        source: "s",
        start: .seconds(10),
        samples: [Int16](repeating: 0, count: 32_000),
        isCutShort: false
    )

    private func transcript(_ text: String, words: [Transcript.Word]) -> Transcript {
        Transcript(text: text, words: words, meanLogProbability: -0.5, tokenCount: 3, model: "m")
    }

    @Test func timesThatTheRecogniserKnowsAreTaken() {
        let words = [
            Transcript.Word(text: "Hi", confidence: 1, time: .milliseconds(100)..<(.milliseconds(300))),
            Transcript.Word(text: "you.", confidence: 0, time: .milliseconds(400)..<(.milliseconds(900))),
        ]
        let piece = RecordingTranscript.Piece(transcript("Hi you.", words: words), of: Self.utterance, language: "en")
        #expect(piece.time == .seconds(10)..<(.seconds(12)))
        #expect(
            piece.words.map(\.time) == [
                .milliseconds(10_100)..<(.milliseconds(10_300)), .milliseconds(10_400)..<(.milliseconds(10_900)),
            ]
        )
        // JSON has no infinity.
        #expect(piece.words.map(\.logProbability) == [0, -9_999])
    }

    @Test func aTextWithoutWordsIsCutAtItsSpaces() {
        let piece = RecordingTranscript.Piece(transcript("Hi  you.", words: []), of: Self.utterance, language: "en")
        #expect(piece.words.map(\.text) == ["Hi", "you."])
        #expect(piece.words.allSatisfy { $0.logProbability == nil })
        #expect(piece.words.last.map { $0.time.upperBound <= .seconds(12) } == true)
    }

    private static let subtitled = RecordingTranscript(
        pieces: [
            .init(time: .milliseconds(350)..<(.milliseconds(2_100)), text: "A <b> & c --> d\n\ne", words: []),
            .init(time: .milliseconds(3_599_999)..<(.seconds(3_661)), text: "End.", words: []),
        ],
        duration: .seconds(3_700)
    )

    @Test func subRipIsWritten() {
        #expect(
            SubtitleText(transcript: Self.subtitled).srt == """
                1
                00:00:00,350 --> 00:00:02,100
                A <b> & c -> d e

                2
                00:59:59,999 --> 01:01:01,000
                End.


                """
        )
    }

    @Test func webVTTIsWritten() {
        #expect(
            SubtitleText(transcript: Self.subtitled).vtt == """
                WEBVTT

                00:00:00.350 --> 00:00:02.100
                A &lt;b&gt; &amp; c -&gt; d e

                00:59:59.999 --> 01:01:01.000
                End.


                """
        )
        #expect(SubtitleText(transcript: RecordingTranscript()).vtt == "WEBVTT\n\n")
    }
}
