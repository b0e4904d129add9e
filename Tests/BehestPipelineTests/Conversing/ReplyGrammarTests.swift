import BehestGrammar
import BehestSpeech
import TestSupport
import Testing

@testable import BehestPipeline

struct ReplyGrammarTests {
    private static let pack = """
        language: en
        intents:
          Deploy: {data: [{sentences: ["deploy {service} to {place} [<when>]"], lists: {place: {values: [here, {in: there, out: far away}]}}}]}
          Note: {data: [{sentences: ["note {text}"]}]}
          Dim: {data: [{sentences: ["dim to {0..100:level} [percent]"]}]}
        expansion_rules: {when: "in {duration:delay}"}
        lists:
          service: {values: [web, api, yes]}
          text: {wildcard: true}
        """

    private static func replies() throws -> ReplyGrammar {
        let pack = try #require(GrammarPack.read(PackDocument(text: pack, file: "test.yaml")).pack)
        return try ReplyGrammar(packs: [pack])
    }

    private static func values(_ words: String) throws -> [String] {
        let replies = try replies()
        let matches = replies.grammar.matches(of: words).filter {
            $0.cost == replies.grammar.matches(of: words)[0].cost
        }
        return matches.compactMap { Reply($0.interpretation) }.compactMap { reply in
            guard case .value(let slot, let intent, let isCorrection) = reply else { return nil }
            return "\(intent).\(slot.name)=\(slot.value)\(isCorrection ? "!" : "")"
        }
    }

    @Test(
        arguments: [
            ("web", ["Deploy.service=web"]), ("no, the api", ["Deploy.service=api!"]),
            ("to there please", ["Deploy.place=far away"]),
            ("not here but there", ["Deploy.place=far away!"]), ("I meant forty", ["Dim.level=40!"]),
            ("change web to api", ["Deploy.service=api!"]),
            // Free text takes no answers, and yes is yes whatever a list holds.
            ("milk", []), ("yes", []),
        ]
    )
    func knowsTheValuesOfSlots(_ words: String, _ expected: [String]) throws {
        #expect(try Self.values(words) == expected)
    }

    @Test func knowsWhichSlotsAreFreeOrComposed() throws {
        let replies = try Self.replies()
        #expect(replies.freeSlots == ["Note": ["text"]])
        #expect(replies.composedSlots == ["Deploy": ["delay"]])
    }

    @Test func itsOwnSentencesHaveNoMistakes() throws {
        let reading = GrammarPack.read(PackDocument(text: ReplySentences.pack, file: "replies"))
        #expect(reading.diagnostics == [])
        let grammar = try Grammar(compiling: [try #require(reading.pack)])
        #expect(grammar.warnings == [])
    }

    @Test func whatOnlySoundsLikeAYesIsFound() async throws {
        let grammar = try Self.replies().grammar
        let interpreter = Interpreter(
            grammar: grammar,
            phonetics: Phonetics(grammar: grammar, pronouncer: SpellingPronouncer())
        )
        let transcript = Transcript(text: "go a hed", words: [], meanLogProbability: 0, tokenCount: 4, model: "typed")
        let readings = try await interpreter.readings(
            of: transcript,
            witness: nil,
            composer: SlotComposer(clock: .system)
        )
        let best = try #require(readings.first)
        #expect(Reply(best.interpretation) == .yes)
        #expect(!best.isExact)
    }

    @Test func spokenSignsAndLettersBecomeReplies() throws {
        let grammar = try Self.replies().grammar
        func reply(_ words: String) -> Reply? {
            let composer = SlotComposer(clock: .system)
            return grammar.interpret(words).first.flatMap { composer.compose($0, in: words) }.flatMap(Reply.init)
        }
        #expect(reply("Spell that p as in papa, a, l.") == .spell("pal", isLastWord: true))
        #expect(reply("spell capital q t") == .spell("Qt", isLastWord: false))
        #expect(reply("the last one") == .pick(-1))
        #expect(reply("number two, please") == .pick(2))
        #expect(reply("marble walnut") == .codeWords(["marble", "walnut"]))
        #expect(reply("yes, but tomorrow") == .yesBut)
        #expect(reply("Deploy web, oh, never mind.") == .cancelAtEnd)
        #expect(reply("Scratch that.") == .scratch)
        #expect(reply("scratch that itch") == nil)
        #expect(reply("it rains, that's all") == .thatIsAll(after: "it rains"))
    }
}
