import BehestGrammar
import Testing

struct GrammarBoundsTests {
    @Test(
        .timeLimit(.minutes(10)),
        arguments: [
            (String(repeating: "[a][b]", count: 40), "too-complex"),
            (String(repeating: "(a|b)", count: 40), "too-complex"),
            ("(a;b;c;d;e;f;g)", "too-many-permuted"),
            ("[a] [b]", "empty-sentence"),
        ]
    )
    func boundsSentences(template: String, code: String) {
        #expect(Fixtures.diagnostics(Fixtures.pack([template])).map(\.code) == [code])
    }

    @Test(
        .timeLimit(.minutes(10)),
        arguments: [
            (String(repeating: "(", count: 10_000) + "a" + String(repeating: ")", count: 10_000), "nested-too-deep"),
            (String(repeating: "[", count: 10_000) + "a", "nested-too-deep"),
            (String(repeating: "(a;", count: 10_000) + "b", "nested-too-deep"),
            (String(repeating: "({l}|<r>)", count: 200), "too-complex"),
            ("(a|b|c;d;e;f;g;h;i;j;k)", "mixed-separators"),
            ("(" + String(repeating: "(a|b)[c];", count: 6) + "d)", "too-many-permuted"),
        ]
    )
    func boundsNestingAndPermutations(template: String, code: String) {
        let extra = "lists: {l: {values: [x y, x z, y]}}\nexpansion_rules: {r: '(a b|[c] d|e [f] [g])'}\n"
        let found = Fixtures.diagnostics(Fixtures.pack([template], extra: extra))
        #expect(found.contains { $0.code == code }, "\(found.map(\.code))")
    }

    @Test(
        .timeLimit(.minutes(10)),
        arguments: ["[", "{a: ", "- ", "? ", "&a [", "[[*a, "]
    )
    func boundsNestingOfValues(_ opening: String) {
        let text =
            "intents:" + (opening.first == "-" || opening.first == "?" ? "\n" : " ")
            + String(repeating: opening, count: 20_000)
        let reading = GrammarPack.read(PackDocument(text: text, file: "a.yaml"))
        #expect(reading.pack == nil && !reading.diagnostics.isEmpty)
    }

    @Test(.timeLimit(.minutes(10)), arguments: ["word ", "a"])
    func boundsEndlessSentences(_ piece: String) {
        let text = Fixtures.pack([String(repeating: piece, count: 10_000_000 / piece.utf8.count)])
        #expect(Fixtures.diagnostics(text).map(\.code) == ["too-complex"])
    }

    @Test(arguments: [
        ("st\u{430}rt it", "the Latin letter 's' (U+0073) with the Cyrillic letter '\u{430}' (U+0430)"),
        ("say \u{3BF}r", "the Greek letter '\u{3BF}' (U+03BF) with the Latin letter 'r' (U+0072)"),
    ])
    func warnsOfLettersThatOnlyLookRight(template: String, letters: String) {
        let found = Fixtures.diagnostics(Fixtures.pack([template]))
        #expect(found.map(\.code) == ["mixed-scripts"])
        #expect(found.map(\.severity) == [.warning])
        #expect(found.map(\.message) == ["a word mixes \(letters)"])
    }

    @Test(arguments: ["start \u{441}тарт", "naïve Œuvre", "5 µm", "漢字とカナ", "привет"])
    func allowsScriptsSideBySide(_ template: String) {
        #expect(Fixtures.diagnostics(Fixtures.pack([template])) == [])
    }

    @Test(.timeLimit(.minutes(10)), arguments: ["<r0> go", "{l}", "<r0>{l}"])
    func boundsRulesThatDouble(_ template: String) {
        var rules = "  r40: (a|b)\n"
        for level in 0..<40 { rules += "  r\(level): '<r\(level + 1)> <r\(level + 1)>'\n" }
        let extra = "expansion_rules:\n\(rules)lists: {l: {values: ['<r0>']}}\n"
        #expect(Fixtures.diagnostics(Fixtures.pack([template], extra: extra)).contains { $0.code == "too-complex" })
    }

    @Test(.timeLimit(.minutes(10))) func boundsRulesThatSayNothing() {
        var rules = "  r60: '[a]'\n"
        for level in 0..<60 { rules += "  r\(level): '[<r\(level + 1)>][<r\(level + 1)>]'\n" }
        let codes = Fixtures.diagnostics(Fixtures.pack(["go <r0>"], extra: "expansion_rules:\n\(rules)")).map(\.code)
        #expect(codes == ["too-complex"])
    }

    @Test(.timeLimit(.minutes(10))) func boundsLongChainsOfRules() {
        var rules = "  r5000: a\n"
        for level in 0..<5000 { rules += "  r\(level): <r\(level + 1)>\n" }
        let codes = Fixtures.diagnostics(Fixtures.pack(["go <r0>"], extra: "expansion_rules:\n\(rules)")).map(\.code)
        #expect(codes == ["nested-too-deep"])
    }

    @Test func sharesTheBeginningsOfListValues() throws {
        let text = Fixtures.pack(["say {0..99999:n}", "tell {0..99999:m}"])
        let grammar = try Fixtures.grammar(text)
        #expect(grammar.stateCount < 10)
        #expect(grammar.lists.count == 1)
        #expect(grammar.lists[0].trie.nodeCount < 400_000)
        #expect(grammar.interpret("say 98,765").map(\.line) == ["Test n=98765"])
    }

    @Test(.timeLimit(.minutes(10))) func staysQuickOnLongTranscripts() throws {
        let grammar = try Fixtures.grammar(
            Fixtures.pack(
                ["{a} x {b} x {c} x {d}"],
                extra: "lists:\n"
                    + ["a", "b", "c", "d"].map {
                        "  \($0): {wildcard: true}\n"
                    }.joined()
            )
        )
        let transcript = Array(repeating: "x", count: 3000).joined(separator: " ")
        #expect(grammar.interpret(transcript).count == 1)
    }

    @Test(.timeLimit(.minutes(10))) func refusesEndlessTranscripts() throws {
        let grammar = try Fixtures.grammar(Fixtures.pack(["say {a}"], extra: "lists: {a: {wildcard: true}}\n"))
        #expect(grammar.interpret("say " + String(repeating: "yes", count: 1000)).count == 1)
        #expect(grammar.interpret("say " + String(repeating: "yes ", count: 3_000_000)) == [])
    }

    @Test(.timeLimit(.minutes(10))) func survivesRandomPacks() {
        var generator = SeededGenerator(seed: 11)
        let pieces = [
            "intents:", "lists:", "\n", "\n  ", "\n      - ", "sentences:", "data:", "values:", "range:", "A:", "{",
            "}",
            "[", "]", "(", ")", "|", ";", "<a>", "{l}", "in:", "out:", "'", "\"", "&a ", "*a", "from: 1", "to: 9", " ",
            "x",
            "wildcard: true", "expansion_rules:", "a: b", "#", "é", "? ", "- ", ": ", ">", "|-\n", "%", "!!str ", "~",
        ]
        for _ in 0..<2000 {
            let count = Int.random(in: 0...40, using: &generator)
            let text = (0..<count).compactMap { _ in pieces.randomElement(using: &generator) }.joined()
            let isPack = GrammarPack.read(PackDocument(text: text, file: "a.yaml"))
            #expect(isPack.pack != nil || !isPack.diagnostics.isEmpty)
        }
    }

    @Test(.timeLimit(.minutes(10))) func survivesRandomBytes() {
        var generator = SeededGenerator(seed: 13)
        let valid = Array(Fixtures.drinks.utf8)
        for _ in 0..<300 {
            var bytes = valid
            for _ in 0..<Int.random(in: 1...12, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                bytes[place] = UInt8.random(in: 0...255, using: &generator)
            }
            let reading = GrammarPack.read(PackDocument(bytes: bytes, file: "a.yaml"))
            #expect(reading.pack != nil || !reading.diagnostics.isEmpty)
            if let pack = reading.pack { _ = try? Grammar(compiling: [pack]) }
        }
    }

    @Test(.timeLimit(.minutes(10))) func survivesRandomTranscripts() throws {
        var generator = SeededGenerator(seed: 17)
        let grammar = try Fixtures.grammar(Fixtures.drinks)
        for _ in 0..<500 {
            let bytes = (0..<60).map { _ in UInt8.random(in: 0...255, using: &generator) }
            #expect(grammar.interpret(String(decoding: bytes, as: UTF8.self)) == [])
        }
    }
}
