import BehestGrammar
import Testing

struct GrammarPackTests {
    @Test(arguments: [
        ("", ["error empty-pack: the file is empty (begin with 'language: en' and 'intents:')"]),
        ("# only a comment\n", ["error empty-pack: the file is empty (begin with 'language: en' and 'intents:')"]),
        ("just text", ["1:1-1:10 error wrong-type: a pack must be a mapping, not a single value"]),
        ("language: en\n", ["error no-intents: the pack has no intents (name what can be asked for under 'intents:')"]),
        ("intents: [a]\n", ["1:10-1:12 error wrong-type: intents must be a mapping, not a list"]),
        (
            "intents:\n  A:\n",
            ["2:3-2:4 error no-sentences: the intent 'A' has no sentences (add 'data:' with a list of 'sentences:')"]
        ),
        (
            "intents:\n  A:\n    data:\n      - sentences: [a]\n        slot: {}\n",
            ["5:9-5:13 warning unknown-key: a block of sentences has no key 'slot' (did you mean 'slots'?)"]
        ),
        (
            "langauge: en\nintents:\n  A: {data: [{sentences: [a]}]}\n",
            ["1:1-1:9 warning unknown-key: a pack has no key 'langauge' (did you mean 'language'?)"]
        ),
        (
            "intents:\n  A: {data: [{sentences: a}]}\n",
            ["2:26-2:27 error wrong-type: sentences must be a list, not a single value"]
        ),
        (
            "intents:\n  A: {data: [{sentences: [[a]]}]}\n",
            ["2:27-2:29 error wrong-type: each of sentences must be a single value, not a list"]
        ),
        (
            "settings: {ignore_whitespaces: true}\nintents:\n  A: {data: [{sentences: [a]}]}\n",
            [
                """
                1:12-1:30 warning unknown-key: settings has no key 'ignore_whitespaces' \
                (did you mean 'ignore_whitespace'?)
                """
            ]
        ),
    ])
    func reportsMistakesOfThePack(text: String, expected: [String]) {
        #expect(Fixtures.diagnostics(text).map(\.line) == expected)
    }

    @Test(arguments: [
        (
            "l: {}",
            [
                "8:3-8:4 error no-values: the list 'l' has no values "
                    + "(give it 'values:', 'range:', 'from:' or 'wildcard: true')"
            ]
        ),
        (
            "l: {from: file}",
            ["8:13-8:17 error list-source: a list cannot be filled from 'file' (did you mean 'files'?)"]
        ),
        (
            "l: {from: git-branches, match: '*'}",
            ["8:27-8:32 warning unknown-key: a list from 'git-branches' has no key 'match'"]
        ),
        (
            "l: {from: recipes, tool: jst}",
            ["8:28-8:31 error list-source: there are no recipes of 'jst' (did you mean 'just'?)"]
        ),
        (
            "l: {from: git-authors, tool: make}",
            ["8:26-8:30 warning unknown-key: a list from 'git-authors' has no key 'tool'"]
        ),
        (
            "l: {from: command}",
            [
                "8:13-8:20 error list-source: a list from a command does not say which "
                    + "(add 'run:' with the program and its arguments, as in 'run: [git, tag]')"
            ]
        ),
        (
            "l: {from: command, run: git tag}",
            [
                "8:27-8:34 error wrong-type: 'run' must be a list of arguments, such as [git, tag], "
                    + "not a single value"
            ]
        ),
        ("l: {values: a}", ["8:15-8:16 error wrong-type: values must be a list, not a single value"]),
        ("l: {values: [{out: a}]}", ["8:16-8:23 error no-values: a value has no 'in' (add 'in:' with how it is said)"]),
        (
            "l: {range: {from: 1, to: x}}",
            ["8:28-8:29 error wrong-type: a range needs a whole number under 'to'"]
        ),
        (
            "l: {range: {from: 9, to: 1}}",
            ["8:14-8:29 error wrong-range: the range begins at 9, above its end 1 (write the lower number first)"]
        ),
        (
            "l: {range: {from: 1, to: 2, multiplier: x}}",
            ["8:43-8:44 error wrong-type: multiplier must be a number"]
        ),
        (
            "l: {values: [{in: a, out: {}}]}",
            ["8:29-8:29 error wrong-type: 'out' must be a value or a list of values, not a mapping"]
        ),
        (
            "l: {range: {from: 1, to: 2, fractions: quarters}}",
            ["8:42-8:50 error wrong-type: fractions must be halves or tenths"]
        ),
        (
            "l: {values: ['(a']}",
            ["8:17-8:18 error unclosed-group: '(' has no ')' (add the ')')"]
        ),
        (
            "l: {values: ['a {l}']}",
            [
                "8:19-8:22 warning nested-list: a list value with another list in it is not found by sound (name the other list in the sentence)"
            ]
        ),
        (
            "l: {valuse: [a]}",
            [
                "8:3-8:4 error no-values: the list 'l' has no values (give it 'values:', 'range:', 'from:' or 'wildcard: true')",
                "8:7-8:13 warning unknown-key: a list has no key 'valuse' (did you mean 'values'?)",
            ]
        ),
    ])
    func reportsMistakesOfLists(list: String, expected: [String]) {
        let text = Fixtures.pack(["say {l}"], extra: "lists:\n  \(list)\n")
        #expect(Fixtures.diagnostics(text).map(\.line) == expected)
    }

    @Test(arguments: [
        (["file a {severty} bug"], "7-16 error unknown-list: there is no list 'severty' (did you mean 'severity'?)"),
        (["say {x}"], "4-7 error unknown-list: there is no list 'x'"),
        (["say <nane>"], "4-10 error unknown-rule: there is no expansion rule 'nane' (did you mean 'name'?)"),
        (["say <name>", "say <loop>"], nil),
    ])
    func namesUnknownListsAndRules(sentences: [String], expected: String?) {
        let extra = "lists: {severity: {values: [a]}}\nexpansion_rules: {name: a, loop: b}\n"
        let lines = Fixtures.diagnostics(Fixtures.pack(sentences, extra: extra)).map { diagnostic in
            let range = diagnostic.range
            // Columns within the template, which begins at column 14 with its quote.
            let place = "\((range?.start.column ?? 0) - 14)-\((range?.end.column ?? 0) - 14)"
            return "\(place) " + diagnostic.line.drop { $0 != " " }.dropFirst()
        }
        #expect(lines == [expected].compactMap(\.self))
    }

    @Test(arguments: [
        ("{a: <a>}", "the rule 'a' contains itself: <a> → <a>"),
        ("{a: x <b>, b: '[<c>]', c: (<a>|y)}", "the rule 'a' contains itself: <a> → <b> → <c> → <a>"),
    ])
    func findsCyclesOfRules(rules: String, message: String) {
        let used = Fixtures.diagnostics(Fixtures.pack(["say <a>"], extra: "expansion_rules: \(rules)\n"))
        #expect(used.map(\.message) == [message])
        let unused = Fixtures.diagnostics(Fixtures.pack(["say it"], extra: "expansion_rules: \(rules)\n"))
        #expect(unused.map(\.message) == [message])
    }

    @Test func findsCyclesOfABlocksOwnRules() {
        let text = """
            intents:
              A:
                data:
                  - sentences: [say <a>]
                    expansion_rules: {a: <b>, b: <a>}
            """
        #expect(Fixtures.diagnostics(text).map(\.message) == ["the rule 'a' contains itself: <a> → <b> → <a>"])
    }

    @Test func listsEveryMistakeInTheOrderOfTheFile() {
        let text = Fixtures.pack(["a (b", "c ]", "d {e"], extra: "colour: red\n")
        #expect(
            Fixtures.diagnostics(text).map(\.code)
                == ["unclosed-group", "stray-bracket", "unclosed-reference", "unknown-key"]
        )
    }

    @Test func checksWhatIsNamedEvenBesideOtherMistakes() {
        let extra = "lists: {known: {from: dreams}}\nexpansion_rules: {a: <b>, b: <a>}\n"
        let text = Fixtures.pack(["say (one", "say {known} {other}", "[x]"], extra: extra)
        let reading = GrammarPack.read(PackDocument(text: text, file: "test.yaml"))
        #expect(reading.pack == nil)
        #expect(
            Grammar.check([reading]).map(\.code) == ["unclosed-group", "unknown-list", "list-source", "cyclic-rule"]
        )
    }

    @Test func checksSeveralPacksInTheirOrder() {
        let second = GrammarPack.read(PackDocument(text: Fixtures.pack(["{b}"]), file: "a.yaml"))
        let first = GrammarPack.read(PackDocument(text: Fixtures.pack(["{a}", "[x]"]), file: "b.yaml"))
        let diagnostics = Grammar.check([first, second])
        #expect(
            diagnostics.map { "\($0.range?.file ?? "") \($0.code)" } == [
                "b.yaml unknown-list", "b.yaml empty-sentence", "a.yaml unknown-list",
            ]
        )
    }

    @Test func keepsTheWorkflowsUntouched() throws {
        let pack = try Fixtures.shipped("bugs")
        #expect(pack.workflows?["FileBug"]?["confirm"]?.text == "when-unsure")
        #expect(pack.intentNames == ["FileBug"])
        #expect(pack.language == "en")
    }

    @Test func readsListsWithoutIntents() throws {
        let document = PackDocument(text: "lists: {room: {values: [kitchen]}}\n", file: "lists.yaml")
        let lists = GrammarPack.read(document, as: .lists)
        #expect(lists.diagnostics == [])
        var pack = try #require(
            GrammarPack.read(PackDocument(text: Fixtures.pack(["light the {room}"]), file: "a.yaml")).pack
        )
        pack.merge(listsOf: try #require(lists.pack))
        #expect(try Grammar(compiling: [pack]).interpret("light the kitchen").map(\.line) == ["Test room=kitchen"])
    }

    @Test func refusesPacksOfSeveralLanguages() throws {
        let first = try Fixtures.read(PackDocument(text: Fixtures.pack(["a"]), file: "a.yaml"))
        let text = "language: de\nintents: {B: {data: [{sentences: [b]}]}}\n"
        let second = try Fixtures.read(PackDocument(text: text, file: "b.yaml"))
        let error = #expect(throws: GrammarError.self) { try Grammar(compiling: [first, second]) }
        #expect(error?.description == "The grammar has one mistake: the pack is in 'de', but 'a.yaml' is in 'en'.")
    }
}
