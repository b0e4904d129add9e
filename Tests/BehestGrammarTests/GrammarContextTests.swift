import BehestGrammar
import Testing

struct GrammarContextTests {
    private static let pack = """
        intents:
          Light:
            data:
              - sentences: ["turn on {name}"]
                requires_context: {domain: light}
                slots: {domain: light, level: 3}
              - sentences: ["turn on the lights"]
                requires_context: {area: {slot: true}}
          Cover:
            data:
              - sentences: ["turn on {name}"]
                requires_context: {domain: [cover, blind]}
              - sentences: ["{name}'s state"]
                excludes_context: {domain: light}
          Timer:
            data:
              - sentences: ["{words} now"]
                required_keywords: [timer, clock]
        lists:
          words: {wildcard: true}
          name:
            values:
              - {in: lamp, out: Lamp, context: {domain: light}}
              - {in: blind, out: Left Blind, context: {domain: blind}}
              - {in: blind, out: Blind Lamp, context: {domain: light}}
              - {in: door, out: Door}
        """

    @Test(
        arguments: [
            ("turn on lamp", [:], ["Light name=Lamp domain=light level=3"]),
            ("turn on blind", [:], ["Cover name=Left Blind", "Light name=Blind Lamp domain=light level=3"]),
            ("turn on door", [:], []),
            ("turn on door", ["domain": SlotValue.text("cover")], ["Cover name=Door"]),
            ("turn on lamp", ["domain": SlotValue.text("cover")], []),
            ("turn on the lights", [:], []),
            ("turn on the lights", ["area": SlotValue.text("Attic")], ["Light area=Attic"]),
            ("door's state", [:], ["Cover name=Door"]),
            ("lamp's state", [:], []),
            ("door's state", ["domain": SlotValue.text("light")], []),
            ("start the timer now", [:], ["Timer words=start the timer"]),
            ("start the engine now", [:], []),
        ] as [(String, [String: SlotValue], [String])]
    )
    func matchesWhereTheContextAllows(text: String, context: [String: SlotValue], expected: [String]) throws {
        let grammar = try Fixtures.grammar(Self.pack)
        #expect(grammar.interpret(text, context: context).map(\.line) == expected)
    }

    @Test func saysThatFixedSlotsWereNotSaid() throws {
        let reading = try #require(try Fixtures.grammar(Self.pack).interpret("turn on lamp").first)
        #expect(reading.slots.map(\.span) == [8..<12, nil, nil])
        #expect(reading[slot: "level"] == .integer(3))
    }

    @Test func prefersWhatWasSaidToAFixedSlot() throws {
        let text = "intents: {A: {data: [{sentences: ['go {1..3:n}'], slots: {n: 9, m: 'x'}}]}}"
        #expect(try Fixtures.grammar(text).interpret("go 2").map(\.line) == ["A n=2 m=x"])
    }

    @Test func prefersABlocksOwnListsAndRules() throws {
        let text = """
            intents:
              A:
                data:
                  - sentences: ["<go> {where}"]
                    expansion_rules: {go: walk}
                    lists: {where: {values: [home]}}
                  - sentences: ["<go> {where} fast"]
            expansion_rules: {go: run}
            lists: {where: {values: [away]}}
            """
        let grammar = try Fixtures.grammar(text)
        #expect(grammar.interpret("walk home").map(\.line) == ["A where=home"])
        #expect(grammar.interpret("run away fast").map(\.line) == ["A where=away"])
        #expect(grammar.interpret("run away") == [])
        #expect(grammar.interpret("walk home fast") == [])
    }
}
