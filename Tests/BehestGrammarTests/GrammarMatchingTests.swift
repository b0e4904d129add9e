import BehestGrammar
import Testing

struct GrammarMatchingTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var template: String
        var matches: [String]
        var others: [String]
        var testDescription: String { template }

        init(_ template: String, _ matches: [String], not others: [String]) {
            self.template = template
            self.matches = matches
            self.others = others
        }
    }

    @Test(arguments: [
        Case(
            "turn on the light",
            ["turn on the light", "Turn ON the light!"],
            not: ["turn on", "turn on the light now"]
        ),
        Case("light[s]", ["light", "lights"], not: ["light s", "lightss"]),
        Case("[un]lock it", ["lock it", "unlock it"], not: ["un lock it", "it"]),
        Case("(pre|post)fix[es|ed]", ["prefix", "postfixes", "prefixed"], not: ["fix", "pre fix"]),
        Case("a [b] c", ["a c", "a b c"], not: ["ac", "a b"]),
        Case("a[ b]", ["a", "a b"], not: ["ab"]),
        Case("(one|two words|[three]) go", ["one go", "two words go", "three go", "go"], not: ["two go"]),
        Case("one|two", ["one", "two"], not: ["one two"]),
        Case("[a|b] c", ["c", "a c", "b c"], not: ["a b c"]),
        Case("go (a;b)", ["go a b", "go b a"], not: ["go a", "go a a", "go a b b"]),
        Case("go ([a];[b];c d)", ["go c d", "go b c d a", "go a b c d"], not: ["go c a d", "go a b"]),
        Case("go(a;b)home", ["go a b home"], not: ["goa b home"]),
        Case("say \\(x\\) and 50%", ["say x and fifty percent", "say x and 50 %"], not: ["say and 50%"]),
        Case("what's up", ["what's up", "What’s up?"], not: ["whats up"]),
        Case("a well-known 20-ounce", ["a well known twenty ounce"], not: ["a wellknown 20 ounce"]),
        Case("[please] [do] it", ["it", "please it", "do it", "please do it"], not: ["do please it", "please"]),
        Case("((a|b) [c]|d) e", ["a e", "b c e", "d e"], not: ["d c e", "c e"]),
    ])
    func matchesTemplates(_ example: Case) throws {
        let grammar = try Fixtures.grammar(Fixtures.pack([example.template]))
        for text in example.matches { #expect(grammar.interpret(text).map(\.intent) == ["Test"], "\(text)") }
        for text in example.others { #expect(grammar.interpret(text) == [], "\(text)") }
    }

    private static let lists = """
        lists:
          size: {values: [small, 'extra large', {in: '(big|huge) [one]', out: large}, {in: ten, out: 10}]}
          room: {values: [kitchen, living room]}
          percent: {range: {from: 0, to: 100, step: 5}}
          level: {range: {from: -10, to: 2000}}
          text: {wildcard: true}
        expansion_rules: {the: '(the|my)', place: 'in [<the>] {room}'}
        """

    @Test(arguments: [
        ("{size} box", "Extra Large box", "Test size=extra large"),
        ("{size} box", "huge one box", "Test size=large"),
        ("{size:s} box", "10 box", "Test s=10"),
        ("{size:@s} box", "small box", "Test"),
        ("light <place>", "light in my living room", "Test room=living room"),
        ("the {room}'s light", "the living room's light", "Test room=living room"),
        ("the {room}s light", "the kitchen s light", "Test room=kitchen"),
        ("pre{room} light", "preliving room light", "Test room=living room"),
        ("to {percent}[%| percent]", "to 45%", "Test percent=45"),
        ("to {percent}[%| percent]", "to forty-five percent", "Test percent=45"),
        ("to {percent}", "to 44", nil),
        ("to {level}", "to minus ten", "Test level=-10"),
        ("to {level}", "to one thousand and five", "Test level=1005"),
        ("to {0..20,10:n} now", "to 20 now", "Test n=20"),
        ("to {0..20,10:n} now", "to 15 now", nil),
        ("{percent}s later", "5s later", "Test percent=5"),
        ("{room} {room:other}", "kitchen living room", "Test room=kitchen other=living room"),
        ("{room} {room}", "kitchen living room", "Test room=living room"),
    ])
    func readsListsAndRanges(template: String, text: String, expected: String?) throws {
        let grammar = try Fixtures.grammar(Fixtures.pack([template], extra: Self.lists))
        #expect(grammar.interpret(text).map(\.line) == [expected].compactMap(\.self))
    }

    @Test(arguments: [
        ("say {text}", "Say: Hello, World 42!", "Test text=Hello, World 42"),
        ("say {text}", "say", nil),
        ("say {text}", #"say "don't use C++"."#, "Test text=don't use C++"),
        ("say {text} to (me|us)", "say thanks to you to me", "Test text=thanks to you"),
        ("{text} box", "the big box", "Test text=the big"),
        ("say [{size}] {text}", "say small things", "Test size=small text=things"),
        ("move {text} to {text:target}", "move a b to c d", "Test text=a b target=c d"),
        ("{text} well", "the un-well well", "Test text=the un-well"),
        ("note {text}", "note fix issue #12 in f(x)", "Test text=fix issue #12 in f(x)"),
    ])
    func keepsTheOriginalTextOfWildcards(template: String, text: String, expected: String?) throws {
        let grammar = try Fixtures.grammar(Fixtures.pack([template], extra: Self.lists))
        #expect(grammar.interpret(text).map(\.line) == [expected].compactMap(\.self))
    }

    @Test func knowsWhereSlotsWereSaid() throws {
        let grammar = try Fixtures.grammar(Fixtures.pack(["light the {room} {percent} with {text}"], extra: Self.lists))
        let transcript = "Light the living-room 45 with “Café noir”."
        let reading = try #require(grammar.interpret(transcript).first)
        let utf8 = Array(transcript.utf8)
        let said = reading.slots.map { slot in slot.span.map { String(decoding: utf8[$0], as: UTF8.self) } }
        #expect(said == ["living-room", "45", "Café noir"])
        #expect(reading.slots.map(\.text) == ["living-room", "45", "Café noir"])
        #expect(reading.slots.map(\.value) == [.text("living room"), .integer(45), .text("Café noir")])
    }

    @Test func prefersFewerWordsInWildcards() throws {
        let grammar = try Fixtures.grammar(
            Fixtures.pack(["say {text}", "say {size} {text}", "say {size} hello"], extra: Self.lists)
        )
        let readings = grammar.matches(of: "say small hello")
        #expect(
            readings.map(\.interpretation.line) == [
                "Test size=small", "Test size=small text=hello", "Test text=small hello",
            ]
        )
        #expect(readings.map(\.cost.wildcards) == [0, 1, 1])
        #expect(readings.map(\.cost.wildcardLetters) == [0, 5, 11])
        #expect(!readings.isAmbiguous)
    }

    @Test func prefersTheSentencesOwnWordsToLists() throws {
        let grammar = try Fixtures.grammar(Fixtures.pack(["a {size} box", "a small box"], extra: Self.lists))
        #expect(grammar.interpret("a small box").map(\.line) == ["Test", "Test size=small"])
    }

    @Test func returnsBothReadingsOfATie() throws {
        let text = "intents: {A: {data: [{sentences: [go home]}]}, B: {data: [{sentences: [go (home|away)]}]}}"
        let grammar = try Fixtures.grammar(text)
        let matches = grammar.matches(of: "go home")
        #expect(matches.map(\.interpretation.intent) == ["A", "B"])
        #expect(matches.isAmbiguous)
        #expect(!grammar.matches(of: "go away").isAmbiguous)
    }

    @Test(arguments: [
        ("please light the kitchen", "Test room=kitchen"),
        ("light please the kitchen for me", "Test room=kitchen"),
        ("could you please light the kitchen please", "Test room=kitchen"),
        ("could light the kitchen", nil),
        ("note please call me", "Test text=please call me"),
        ("please note that it fails for me", "Test text=that it fails for me"),
        ("please", nil),
    ])
    func passesOverSkipWords(text: String, expected: String?) throws {
        let extra = Self.lists + "\nskip_words: [please, could you, for me]\n"
        let grammar = try Fixtures.grammar(Fixtures.pack(["light the {room}", "note {text}"], extra: extra))
        #expect(grammar.interpret(text).map(\.line) == [expected].compactMap(\.self))
    }

    @Test func prefersASentencesOwnWordsToSkippingThem() throws {
        let extra = "skip_words: [please]\n"
        let grammar = try Fixtures.grammar(Fixtures.pack(["go", "please go"], extra: extra))
        #expect(grammar.matches(of: "please go").map(\.cost.literals) == [8])
    }

    @Test func understandsTheShippedPacks() throws {
        let packs = try ["bugs", "code", "control"].map { try Fixtures.shipped($0) }
        let grammar = try Grammar(compiling: packs)
        #expect(grammar.warnings == [])
        let table = [
            "File a critical bug in the parser saying that it loses the last line.":
                "FileBug severity=critical component=parser summary=it loses the last line",
            "report a bug": "FileBug",
            "log a low priority bug report on the docs": "FileBug severity=minor component=documentation",
            "Run all the tests": "RunTests", "lint the formatting": "CheckFormat", "run the linter": "CheckFormat",
            "open the change log": "OpenFile file=CHANGELOG.md", "Show me the readme": "OpenFile file=README.md",
            "tell the coder to rename Foo_Bar": "RequestChange change=rename Foo_Bar",
            "request a change to drop the cache": "RequestChange change=drop the cache",
            "make a change that says speed it up": "RequestChange change=speed it up",
            "What's the git status?": "GitStatus", "what changed today": "RecentChanges",
            "never mind": "NeverMind", "What can I say?": "Help",
        ]
        for (text, expected) in table { #expect(grammar.interpret(text).first?.line == expected, "\(text)") }
        for text in ["", "hello there", "file a parser", "don't run the tests", "open the fridge"] {
            #expect(grammar.interpret(text) == [], "\(text)")
        }
    }
}
