import BehestGrammar
import Testing

struct GrammarReviewTests {
    private func warnings(_ text: String) throws -> [Diagnostic] {
        let reading = GrammarPack.read(PackDocument(text: "language: en\n" + text, file: "pack.yaml"))
        let pack = try #require(reading.pack, "\(reading.diagnostics)")
        let grammar = try Grammar(compiling: [pack])
        let review = GrammarReview(
            of: [pack],
            compiled: grammar,
            sounds: SoundIndex(grammar: grammar, pronunciations: [:])
        )
        #expect(review.notes.isEmpty)
        return review.warnings
    }

    private func messages(_ text: String) throws -> [String] {
        try warnings(text).map { "\($0.range?.start.line ?? 0): \($0.message)" }
    }

    @Test func findsRulesAndListsThatNoSentenceUses() throws {
        let found = try messages(
            """
            intents: {Open: {data: [{sentences: ["<open> {door}"]}]}}
            expansion_rules: {open: "open [<the>]", the: the, door: door, shut: "close {window}"}
            lists:
              door: {values: [{in: "front <door>", out: 1}]}
              window: {values: [attic]}
            """
        )
        #expect(found == ["3: no sentence uses the rule 'shut'", "6: no sentence uses the list 'window'"])
    }

    @Test func findsBlocksWhoseConditionsExcludeEachOther() throws {
        let found = try messages(
            """
            intents:
              Close:
                data:
                  - sentences: [shut it, close it]
                    requires_context: {room: [hall, attic]}
                    excludes_context: {room: [attic, hall, cellar]}
                  - sentences: [lock it]
                    requires_context: {room: [hall, attic]}
                    excludes_context: {room: attic}
            """
        )
        #expect(found == ["5: no sentence of this block can ever be meant: what it asks of 'room' cannot be so"])
    }

    @Test func findsSentencesThatLackAWordOrAValue() throws {
        let found = try messages(
            """
            intents:
              Open:
                data:
                  - sentences: ["open {door}", "open it"]
                  - sentences: [push it, pull the handle]
                    required_keywords: [handle]
            lists: {door: {values: []}}
            """
        )
        #expect(
            found == [
                "5: the sentence can never be said: the list 'door' has no value that fits",
                "6: the sentence can never be meant: it has none of the words in 'required_keywords'",
            ]
        )
    }

    @Test func findsSentencesThatAreSaidBefore() throws {
        let found = try warnings(
            """
            intents:
              Open:
                data:
                  - sentences:
                      - "(open|unlock) [the] {door}"
                      - "open the {door}"
                      - "open the [green] {door}"
                      - "open the {door:gate}"
                  - sentences: ["unlock {door}"]
                    slots: {mode: slow}
                  - sentences: ["unlock the {door}"]
                    requires_context: {room: hall}
            lists: {door: {values: [front door]}}
            """
        )
        let repeated = found.filter { $0.code == "unreachable-sentence" }
        #expect(repeated.map { $0.range?.start.line } == [7, 12])
        #expect(repeated.map(\.hint) == ["remove it: see line 6", "remove it: see line 6"])
    }

    @Test func findsSentencesThatTwoIntentsClaim() throws {
        let found = try warnings(
            """
            intents:
              Open: {data: [{sentences: ["open [the] {door}"]}]}
              Help: {data: [{sentences: ["(open|show) the front door please", "(open|show) the back door"]}]}
              Note: {data: [{sentences: ["note {text}"]}]}
              Remember: {data: [{sentences: ["(note|remember) {text} now"]}, {sentences: ["note {words}"]}]}
              Shut: {data: [{sentences: [close it], requires_context: {door: open}}]}
              Lock: {data: [{sentences: [close it], excludes_context: {door: open}}]}
            lists:
              door: {values: [{in: "front door [please]", out: front}, {in: back door, out: back}]}
              text: {wildcard: true}
              words: {wildcard: true}
            """
        )
        let shared = found.filter { $0.code == "shared-sentence" }
        try #require(shared.count == 2)
        #expect(shared[0].message == "'open the back door' is a sentence of 'Help' and of 'Open'")
        #expect(shared[0].hint == "'Help' is taken, as more of its words are fixed: see line 3")
        #expect(shared[1].message == "'note something' is a sentence of 'Remember' and of 'Note'")
        #expect(shared[1].hint == "neither can be taken: see line 5")
    }

    @Test func findsNamesAndSentencesThatSoundAlike() throws {
        let found = try warnings(
            """
            intents:
              Open: {data: [{sentences: ["open {name}", "write it down"]}]}
              Note: {data: [{sentences: ["right it down", "hold the line"]}]}
            lists:
              name:
                values:
                  - {in: pair, out: 2}
                  - {in: (pear|fig), out: fruit}
                  - {in: fruit, out: fruit}
                  - kitchen
            """
        ).filter { $0.code == "sounds-alike" }
        try #require(found.count == 2)
        #expect(found[0].message.hasPrefix("'right it down' sounds like 'write it down' of 'Open' (distance 0."))
        #expect(found[0].range?.start.line == 4)
        #expect(found[1].message.hasPrefix("'pear' sounds like 'pair' (distance 0."))
        #expect(found[1].hint == "they mean 'fruit' and '2': give one of them another name")
    }

    @Test func looksAtAListOfManyNamesInBoundedSteps() throws {
        var generator = SeededGenerator(seed: 3)
        let syllables = ["ka", "lo", "mi", "ter", "sun", "bra", "fel", "go", "nim", "pu", "ras", "vex"]
        let names = (0..<1500).map { _ in
            (0..<5).map { _ in syllables.randomElement(using: &generator) ?? "" }.joined()
        }
        let text = """
            language: en
            intents: {Open: {data: [{sentences: ["open {name}"]}]}}
            lists: {name: {values: [\(Set(names).sorted().joined(separator: ", "))]}}
            """
        let pack = try #require(GrammarPack.read(PackDocument(text: text, file: "pack.yaml")).pack)
        let grammar = try Grammar(compiling: [pack])
        let review = GrammarReview(
            of: [pack],
            compiled: grammar,
            sounds: SoundIndex(grammar: grammar, pronunciations: [:])
        )
        #expect(review.warnings.allSatisfy { $0.code == "sounds-alike" })
        #expect(review.warnings.count <= 5)
    }
}
