import BehestGrammar
import Testing

struct AutomatonTests {
    @Test func sharesBeginningsBetweenSentencesAndBlocks() throws {
        let grammar = try Fixtures.grammar(
            """
            intents:
              A: {data: [{sentences: ["turn on the (lamp|light)", "turn on the radio"]}]}
              B: {data: [{sentences: ["turn on [the] {thing:a}", "turn on the {thing:b}"]}]}
            lists: {thing: {values: [fan, oven]}}
            """
        )
        let automaton = grammar.automaton
        let root = try #require(automaton.roots.first)
        #expect(automaton.roots.count == 1)
        #expect(automaton.arcs(from: root).count == 1)
        // From the root: turn, on, the; then lamp or light, radio, and a thing with and without "the".
        #expect(automaton.stateCount == 8)
        #expect(Self.sentences(of: grammar, saying: ["turn", "on", "the", "light"]) == [0])
        #expect(Self.sentences(of: grammar, saying: ["turn", "on", "the", "radio"]) == [1])
        #expect(Self.sentences(of: grammar, saying: ["turn", "on", "the", "fan"]) == [2, 3])
        #expect(Self.sentences(of: grammar, saying: ["turn", "on", "oven"]) == [2])
        #expect(Self.sentences(of: grammar, saying: ["turn", "on", "the"]) == [])
    }

    @Test func hasOneArcForEachWordThatMayCome() throws {
        let grammar = try Grammar(compiling: [Fixtures.read(PackDocument(text: Fixtures.drinks, file: "drinks.yaml"))])
        let automaton = grammar.automaton
        for state in 0..<Int32(automaton.stateCount) {
            let arcs = automaton.arcs(from: state)
            #expect(Set(arcs.map { automaton.arc($0).kind }).count == arcs.count)
            #expect(automaton.openArcs(from: state).upperBound == automaton.wordArcs(from: state).lowerBound)
            for arc in automaton.wordArcs(from: state) {
                guard case .word(let word) = automaton.arc(arc).kind else {
                    Issue.record("an arc for words takes none")
                    continue
                }
                #expect(automaton.arcs(from: state, word: word) == arc..<arc + 1)
            }
        }
    }

    @Test func keepsPacksApart() throws {
        let texts = ["a", "b"].map { "intents: {\($0): {data: [{sentences: [go home]}]}}\nskip_words: [\($0)]" }
        let packs = try texts.map { try Fixtures.read(PackDocument(text: $0, file: "\($0).yaml")) }
        let grammar = try Grammar(compiling: packs)
        #expect(grammar.automaton.roots.count == 2)
        #expect(grammar.interpret("go home").map(\.intent) == ["a", "b"])
        #expect(grammar.interpret("b go home").map(\.intent) == ["b"])
    }

    @Test(.timeLimit(.minutes(5))) func staysSmallWhereBeginningsEntangle() throws {
        // Each sentence is twenty words without one of twenty: which may still end would be another set after almost any words.
        let words = (0..<20).map { "w" + String(repeating: "o", count: $0) }
        let sentences = words.map { word in
            let others = "(" + words.filter { $0 != word }.joined(separator: "|") + ")"
            return Array(repeating: others, count: words.count).joined(separator: " ")
        }
        let grammar = try Fixtures.grammar(Fixtures.pack(sentences))
        #expect(grammar.automaton.stateCount < 10_000)
        for missing in words.indices {
            var said = words
            said[missing] = words[(missing + 1) % words.count]
            #expect(grammar.matches(of: said.joined(separator: " ")).map(\.sentence) == [missing])
        }
        #expect(grammar.matches(of: words.joined(separator: " ")) == [])
    }

    /// The sentences that some words can be, found by walking through the automaton.
    private static func sentences(of grammar: Grammar, saying text: [String]) -> [Int32] {
        let automaton = grammar.automaton
        var found: Set<Int32> = []
        func walk(from state: Int32, at position: Int) {
            if position == text.count { found.formUnion(automaton.sentences(endingIn: state)) }
            for index in automaton.arcs(from: state) where position < text.count {
                let arc = automaton.arc(index)
                switch arc.kind {
                case .word(let word) where grammar.words.words[Int(word)] == text[position]:
                    walk(from: arc.target, at: position + 1)
                case .list(let list):
                    for (words, _) in grammar.lists[list].trie.sequences()
                    where words.map({ grammar.words.words[Int($0)] }).elementsEqual(
                        text[position...].prefix(words.count)
                    ) {
                        walk(from: arc.target, at: position + words.count)
                    }
                case .wildcard: walk(from: arc.target, at: position + 1)
                case .word: break
                }
            }
        }
        for root in automaton.roots { walk(from: root, at: 0) }
        return found.sorted()
    }
}
