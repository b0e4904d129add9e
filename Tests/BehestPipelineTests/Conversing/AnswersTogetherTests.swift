import BehestAgents
import BehestPipeline
import BehestWorkflow
import BehestGrammar
import FoundationEssentials
import TestSupport
import Testing

struct AnswersTogetherTests {
    @Test func allAreToldAndItEndsWhenAllHave() async {
        let all = [WrittenAnswers(), WrittenAnswers(), WrittenAnswers()]
        let together = AnswersTogether(all)
        await together.say("one")
        await together.listSentences()
        await together.say("two")
        #expect(all.map(\.lines) == Array(repeating: ["< one", "list", "< two"], count: 3))
    }

    @Test func sentencesOfEachIntentAreTheSameEachTime() throws {
        let agents = AgentRegistry([LocalTracker(), ShellAgent()]).signatures
        let library = try #require(PackLibrary.read([Repository.grammars.path], agents: agents).library)
        let sentences = SampleSentences(packs: library.packs, ofEach: 2).sentences
        #expect(sentences == SampleSentences(packs: library.packs, ofEach: 2).sentences)
        let counts = Dictionary(grouping: sentences, by: \.intent).mapValues(\.count)
        #expect(counts["FileBug"] == 2 && counts["RunTests"] == 2)
        #expect(counts.values.allSatisfy { $0 <= 2 })
        for sentence in sentences {
            #expect(library.grammar.matches(of: sentence.text).contains { $0.interpretation.intent == sentence.intent })
        }
    }
}
