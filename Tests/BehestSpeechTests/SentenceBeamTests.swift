import BehestGrammar
import Testing

@testable import BehestSpeech

struct SentenceBeamTests {
    private static let mark: [UInt8] = Array("\u{2581}".utf8)

    /// The tokens after those for the bytes.
    private static let words = ["stop", "start", "run", "the", "tests", "ning"]
    private static let firstWord = 259

    private static let tokenizer: BehestSpeech.Tokenizer = {
        let bytes = (0..<256).map { [UInt8($0)] }
        let pieces = words.map { $0 == "ning" ? Array($0.utf8) : mark + Array($0.utf8) }
        return BehestSpeech.Tokenizer(pieces: [[], [], []] + bytes + pieces)
    }()

    private func guide() throws -> SentenceGuide {
        let text = """
            language: en
            intents: {Test: {data: [{sentences: ["run [the] tests", "stop"]}]}}
            """
        let reading = GrammarPack.read(PackDocument(text: text, file: "test.yaml"))
        return SentenceGuide(grammar: try Grammar(compiling: [try #require(reading.pack)]))
    }

    private func token(_ word: String) -> Int {
        word == "." ? BehestSpeech.Tokenizer.end : Self.firstWord + (Self.words.firstIndex(of: word) ?? 0)
    }

    /// Rows in which some words have these logits, and all else next to none.
    private func logits(_ rows: [[String: Float]]) -> [Float] {
        rows.flatMap { row in
            var values = [Float](repeating: -10, count: Self.firstWord + Self.words.count)
            for (word, logit) in row { values[token(word)] = logit }
            return values
        }
    }

    private func advanced(_ beam: SentenceBeam, by rows: [[String: Float]]) -> SentenceBeam {
        let values = logits(rows)
        return beam.advanced(by: values.span, Self.tokenizer)
    }

    @Test func onlySentencesComeOut() throws {
        var beam = SentenceBeam(guide: try guide(), width: 3, most: 3, floor: -100)
        // "start" and "the" are likelier, but begin no sentence.
        beam = advanced(beam, by: [["start": 9, "the": 8, "run": 7, "stop": 6]])
        #expect(beam.open.map(\.tokens) == [[token("run")], [token("stop")]])
        #expect(beam.parents == [0, 0])
        #expect(beam.sentences.isEmpty)
        beam = advanced(beam, by: [["ning": 9, "tests": 5, "the": 4, ".": 9], [".": 5, "the": 1]])
        #expect(beam.sentences.map(\.tokens) == [[token("stop"), BehestSpeech.Tokenizer.end]])
        #expect(beam.open.map(\.tokens) == [[token("run"), token("tests")], [token("run"), token("the")]])
        #expect(beam.parents == [0, 0])
        beam = advanced(beam, by: [[".": 9], ["tests": 9]])
        beam = advanced(beam, by: [[".": 9]])
        let texts = beam.sentences.map { Self.tokenizer.words($0.tokens).map(\.text).joined(separator: " ") }
        #expect(texts == ["stop", "run tests", "run the tests"])
        #expect(beam.open.isEmpty)
    }

    @Test func logProbabilitiesAreAmongAllTokens() throws {
        var beam = SentenceBeam(guide: try guide(), width: 3, most: 3, floor: -100)
        beam = advanced(beam, by: [["start": 9, "stop": 7]])
        // Half a dozen of others add next to nothing.
        #expect(abs(try #require(beam.open.first).logProbability - (-2.127)) < 0.001)
    }

    @Test func whatIsTooImprobableIsGivenUp() throws {
        var beam = SentenceBeam(guide: try guide(), width: 3, most: 3, floor: -2)
        beam = advanced(beam, by: [["start": 9, "stop": 6, "run": 8]])
        #expect(beam.open.map(\.tokens) == [[token("run")]])
    }

    @Test func onlyTheBestGoOn() throws {
        var beam = SentenceBeam(guide: try guide(), width: 1, most: 3, floor: -100)
        beam = advanced(beam, by: [["run": 9, "stop": 8]])
        #expect(beam.open.map(\.tokens) == [[token("run")]])
    }
}
