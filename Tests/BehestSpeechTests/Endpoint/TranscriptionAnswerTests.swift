import FoundationEssentials
import Glibc
import Testing

@testable import BehestSpeech

/// Answers as the servers' own documentation and sources show them, in the files of `Answers`.
struct TranscriptionAnswerTests {
    private func file(_ name: String) throws -> [UInt8] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Answers")
        return Array(try Data(contentsOf: folder.appending(path: name)))
    }

    private func answer(_ name: String, _ format: EndpointProfile.Format = .verbose) throws -> TranscriptionAnswer {
        try TranscriptionAnswer(file("\(name).json"), format: format)
    }

    private func nonsense(_ body: [UInt8], _ format: EndpointProfile.Format = .json) -> TranscriptionAnswer.Nonsense? {
        #expect(throws: TranscriptionAnswer.Nonsense.self) { _ = try TranscriptionAnswer(body, format: format) }
    }

    private func isNear(_ value: Double?, _ other: Double) -> Bool { value.map { abs($0 - other) < 1e-9 } ?? false }

    @Test func openAIGivesTheTokensProbabilities() throws {
        let answer = try answer("openai-json", .json)
        #expect(answer.text == "Run the tests.")
        #expect(isNear(answer.meanLogProbability, -0.3))
        #expect(answer.tokenCount == 5)
        #expect(answer.words.map(\.text) == ["Run", "the", "tests."])
        #expect(isNear(answer.words.last?.confidence, exp(-0.4)))
        #expect(answer.words.allSatisfy { $0.time == nil })
    }

    @Test func theVerboseFormGivesSegments() throws {
        let answer = try answer("openai-verbose")
        #expect(answer.text == "Run the tests. Then stop.")
        #expect(answer.language == "english")
        // Four tokens and two.
        #expect(isNear(answer.meanLogProbability, -0.3))
        #expect(answer.tokenCount == 6)
        #expect(answer.words.isEmpty)
        #expect(answer.segments.count == 2)
        let last = try #require(answer.segments.last)
        #expect(last.time == .seconds(1.5)..<(.seconds(2.47)))
        #expect(last.text == "Then stop.")
        #expect(last.meanLogProbability == -0.5)
        #expect(last.noSpeechProbability == 0.02)
        #expect(last.compressionRatio == 1.1)
        #expect(try self.answer("groq-verbose").text == "Run the tests.")
        #expect(try self.answer("openai-languages", .json).language == "de")
    }

    @Test func whisperCppPartsWordsAndTellsTheirTimes() throws {
        let answer = try answer("whisper-cpp-verbose")
        #expect(answer.text == "Run the tests. Then stop.")
        #expect(answer.words.map(\.text) == ["Run", "the", "tests.", "Then", "stop"])
        #expect(isNear(answer.words[2].confidence, pow(0.8 * 0.2 * 1, 1 / 3)))
        #expect(answer.words[2].time == .seconds(0.5)..<(.seconds(1)))
        #expect(answer.segments.map(\.compressionRatio) == [nil, nil])
    }

    @Test func whatNobodySaidIsNoText() throws {
        let answer = try answer("whisper-cpp-silence")
        #expect(answer.text.isEmpty)
        #expect(answer.words.isEmpty)
        #expect(answer.segments.first?.noSpeechProbability == 0.9)
        for text in ["[ Silence ]", "(keyboard clicking) [BLANK_AUDIO]", "♪ ♪", " \n", ""] {
            #expect(TranscriptionAnswer(text: text).text.isEmpty)
        }
        for text in ["Open [the] file (now)", "(a) b", "♪ la", "]x"] {
            #expect(TranscriptionAnswer(text: text).text == text)
        }
    }

    @Test func speachesGivesWordsWithProbabilities() throws {
        let answer = try answer("speaches-verbose")
        #expect(answer.words.map(\.text) == ["Run", "the", "tests."])
        #expect(isNear(answer.words.first?.confidence, 0.8))
        #expect(answer.words.last?.time == .seconds(0.7)..<(.seconds(1.2)))
        #expect(answer.language == "en")
    }

    @Test func vLLMGivesTheDurationAsTextAndNoSpeechAsNothing() throws {
        let answer = try answer("vllm-verbose")
        #expect(answer.text == "Run the tests.")
        #expect(answer.segments.first?.noSpeechProbability == nil)
        #expect(isNear(answer.meanLogProbability, -0.12))
    }

    @Test func localAINamesWordsOtherwiseAndTellsNoProbability() throws {
        let answer = try answer("localai-verbose")
        #expect(answer.text == "Run the tests.")
        #expect(answer.meanLogProbability == nil)
        #expect(answer.words.isEmpty, "a word of which nobody says how sure it is")
        #expect(answer.tokenCount == 3)
    }

    @Test func oddMembersDoNotCostTheText() throws {
        let body = """
            {"text": "Run.", "language": 7, "duration": {}, "words": "none", "logprobs": [1], "segments": [{"text": 1, "start": "0.5",
             "end": "1e999", "avg_logprob": "NaN"}, {"start": "-3", "end": 1}, {"text": "Run.", "start": "2", "end": 1, "avg_logprob": 3,
             "no_speech_prob": "7", "tokens": []}], "error": null, "unknown": [[[]]]}
            """
        let answer = try TranscriptionAnswer(Array(body.utf8), format: .verbose)
        #expect(answer.text == "Run.")
        #expect(answer.language == nil)
        #expect(answer.segments.map(\.time) == [.seconds(2)..<(.seconds(2))])
        #expect(answer.segments.first?.noSpeechProbability == 1)
        #expect(answer.meanLogProbability == 0)
    }

    struct Bad: Sendable, CustomTestStringConvertible {
        var body: String
        var reason: String
        var complaint: String?
        var testDescription: String { body }
    }

    @Test(arguments: [
        Bad(body: "", reason: "with nothing"),
        Bad(body: " \n", reason: "with nothing"),
        Bad(body: "<!DOCTYPE html><html></html>", reason: "with a web page"),
        Bad(body: "upstream connect error", reason: "not with JSON"),
        Bad(body: "[]", reason: "not with JSON"),
        Bad(body: "{\"text\": \"half", reason: "with JSON that breaks off or is none"),
        Bad(body: "{}", reason: "without a text"),
        Bad(body: "{\"text\": 42}", reason: "without a text"),
        Bad(body: "{\"text\": null}", reason: "without a text"),
        Bad(body: "{\"error\": \"busy\"}", reason: "with an error", complaint: "busy"),
        Bad(
            body: "{\"text\": \"Run.\", \"error\": {\"message\": \"busy\", \"code\": 500}}",
            reason: "with an error",
            complaint: "busy"
        ),
    ])
    func whatIsNoAnswerIsNone(_ bad: Bad) {
        let nonsense = nonsense(Array(bad.body.utf8))
        #expect(nonsense?.reason == bad.reason)
        #expect(nonsense?.complaint?.sentence == bad.complaint)
        #expect(nonsense?.isPassing == false)
    }

    @Test func bytesThatAreNoTextAreNone() {
        #expect(
            nonsense(Array("{\"text\": \"caf".utf8) + [0xE9] + Array("\"}".utf8))?.reason
                == "with bytes that are no text"
        )
    }

    @Test func textAloneIsOnlyTakenWhereItWasAskedFor() throws {
        #expect(try TranscriptionAnswer(Array("Run the\ntests.\n".utf8), format: .text).text == "Run the tests.")
        #expect(try TranscriptionAnswer([], format: .text).text.isEmpty)
        #expect(try answer("vllm-verbose", .text).text == "Run the tests.")
        #expect(nonsense(Array("<html>".utf8), .text)?.reason == "with a web page")
    }

    // MARK: - Events

    private func heard(_ pieces: [[UInt8]]) throws -> (TranscriptionAnswer, String) {
        var events = TranscriptionEvents()
        for piece in pieces { try events.take(piece) }
        return (try events.end(), events.text)
    }

    @Test(arguments: ["openai", "speaches", "vllm", "localai"])
    func eventsGiveTheTextHoweverTheyAreCut(server: String) throws {
        let stream = try file("\(server).stream")
        for cut in stride(from: 0, through: stream.count, by: 7) {
            let (answer, text) = try heard([Array(stream[..<cut]), Array(stream[cut...])])
            #expect(answer.text == "Run the tests.")
            #expect(text == "Run the tests.")
        }
        let (answer, _) = try heard(stream.map { [$0] })
        #expect(answer.meanLogProbability.map { abs($0 + 0.25) < 1e-9 } ?? (server != "openai"))
        #expect(answer.words.map(\.text) == (server == "openai" ? ["Run", "the", "tests."] : []))
    }

    @Test(arguments: ["openai", "speaches", "vllm", "localai"])
    func aStreamThatBreaksOffIsNoAnswer(server: String) throws {
        let stream = try file("\(server).stream")
        let whole = server == "vllm" ? "\"finish_reason\":\"stop\"" : "transcript.text.done"
        let text = String(decoding: stream, as: UTF8.self)
        let end = try #require(text.utf8.firstRange(of: Array(whole.utf8)))
        let count = text.utf8.distance(from: text.utf8.startIndex, to: end.lowerBound)
        for cut in stride(from: 0, to: count, by: 11) {
            let nonsense = #expect(throws: TranscriptionAnswer.Nonsense.self) { _ = try heard([Array(stream[..<cut])]) }
            #expect(nonsense?.reason == "broke off in the middle")
            #expect(nonsense?.isPassing == true)
        }
    }

    @Test(arguments: [
        Bad(
            body: "data: {\"type\":\"error\",\"error\":{\"message\":\"died\"}}\n\n",
            reason: "with an error",
            complaint: "died"
        ),
        Bad(body: "data: {\"type\":\"error\",\"message\":\"died\"}\n\n", reason: "with an error", complaint: "died"),
        Bad(body: "data: {\"error\":\"died\"}\n\n", reason: "with an error", complaint: "died"),
        Bad(body: "data: <html>\n\n", reason: "with an event that is no JSON"),
        Bad(
            body:
                "data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"length\"}]}\n\ndata: [DONE]\n\n",
            reason: "its text was too long for its model"
        ),
    ])
    func anErrorInTheStreamIsOne(_ bad: Bad) {
        let before = "data: {\"type\":\"transcript.text.delta\",\"delta\":\"Run\"}\n\n"
        let nonsense = #expect(throws: TranscriptionAnswer.Nonsense.self) {
            _ = try heard([Array((before + bad.body).utf8)])
        }
        #expect(nonsense?.reason == bad.reason)
        #expect(nonsense?.complaint?.sentence == bad.complaint)
    }

    @Test func segmentsOnTheirOwnAreTakenWithTheirEnd() throws {
        let stream = "data: {\"text\":\"Run the \"}\n\ndata: {\"text\":\"tests.\"}\n\ndata: [DONE]"
        #expect(try heard([Array((stream + "\n").utf8)]).0.text == "Run the tests.")
        #expect(throws: TranscriptionAnswer.Nonsense.self) { _ = try heard([Array(stream.dropLast(10).utf8)]) }
    }
}
