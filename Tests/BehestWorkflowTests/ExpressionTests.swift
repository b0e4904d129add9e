import Testing

@testable import BehestWorkflow

struct ExpressionTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var text: String
        var value: JSONValue
        var testDescription: String { text }

        init(_ text: String, _ value: JSONValue) {
            self.text = text
            self.value = value
        }
    }

    private static let context: EvaluationContext = {
        var context = EvaluationContext(
            slots: ["summary": "Login crashes", "count": 3, "minus": "-rf /"],
            words: "file a bug",
            workspace: "/work"
        )
        context.steps = [
            "bug": EvaluationContext.StepFacts(outputs: ["number": 7, "tags": ["a", "b"]], outcome: .failure)
        ]
        context.environment = ["MODE": TracedValue("fast", from: .pack)]
        context.runID = "r1"
        context.utteranceID = "u1"
        return context
    }()

    static let literals: [Case] = [
        Case("null", nil), Case("true", true), Case("false", false), Case("42", 42), Case("-1.5", -1.5),
        Case("0x1F", 31), Case("2e3", 2000), Case(".5", 0.5), Case("'it''s'", "it's"), Case("''", ""),
        Case("'}}'", "}}"), Case("'${{'", "${{"),
    ]

    static let references: [Case] = [
        Case("slots.summary", "Login crashes"), Case("slots['summary']", "Login crashes"), Case("slots.none", nil),
        Case("steps.bug.outputs.number", 7), Case("steps.none.outputs.number", nil),
        Case("utterance.text", "file a bug"), Case("utterance.id", "u1"), Case("workspace.path", "/work"),
        Case("env.MODE", "fast"), Case("run.id", "r1"),
    ]

    static let operators: [Case] = [
        Case("slots.none || 'major'", "major"), Case("slots.summary || 'x'", "Login crashes"),
        Case("slots.none && 'x'", nil), Case("slots.count && 'x'", "x"), Case("'' || 0", 0), Case("0 || ''", ""),
        Case("!null", true), Case("!'a'", false), Case("!!slots.count", true),
        Case("1 == '1'", true), Case("null == 0", true), Case("true == 1", true), Case("true == '1'", true),
        Case("'' == 0", true), Case("'a' == 0", false), Case("'ABC' == 'abc'", true), Case("'a' != 'A'", false),
        Case("null == ''", true), Case("1 < 2", true), Case("'a' < 'B'", true), Case("'10' < 9", false),
        Case("2 >= 2", true), Case("'x' < 1", false), Case("'x' >= 1", false), Case("null < null", false),
        Case("null <= null", true), Case("1 == 1 && 2 == 3 || 'c'", "c"), Case("1 < 2 == true", true),
        Case("(false || 'a') && 'b'", "b"), Case("false && true || true", true),
        Case("slots.count > 2 && 'many' || 'few'", "many"),
    ]

    static let functions: [Case] = [
        Case("contains('Hello', 'LL')", true), Case("contains(steps.bug.outputs.tags, 'B')", true),
        Case("contains('abc', '')", true), Case("contains('abc', 'abcd')", false),
        Case("startsWith('Hello', 'he')", true), Case("endsWith('Hello', 'LO')", true),
        Case("format('{0}-{1}-{0}', 'a', 2)", "a-2-a"), Case("format('{{{0}}}', 'a')", "{a}"),
        Case("join(steps.bug.outputs.tags, '+')", "a+b"), Case("join(steps.bug.outputs.tags)", "a,b"),
        Case("join('a', '+')", "a"), Case("toJSON(steps.bug.outputs.tags)", "[\"a\",\"b\"]"),
        Case("TOJSON('a')", "\"a\""), Case("format('{0}', slots.none)", ""),
    ]

    @Test(arguments: literals + references + operators + functions)
    func evaluates(_ example: Case) throws {
        let value = try TextTemplate("${{ \(example.text) }}").evaluate(in: Self.context).value
        #expect(value == example.value)
    }

    static let texts: [Case] = [
        Case("plain", "plain"), Case("", ""), Case("$ {{ }}", "$ {{ }}"), Case("$${{ 1 }}", "$1"),
        Case("a ${{ slots.count }} b", "a 3 b"), Case("${{slots.none}}|${{true}}", "|true"),
        Case("${{ 'a' }}${{ 'b' }}", "ab"), Case("${{ 1.50 }} x", "1.5 x"),
    ]

    @Test(arguments: texts)
    func putsValuesIntoText(_ example: Case) throws {
        #expect(try TextTemplate(example.text).evaluate(in: Self.context).value == example.value)
    }

    struct Mistake: Sendable, CustomTestStringConvertible {
        var text: String
        var range: Range<Int>
        var message: String
        var testDescription: String { text }

        init(_ text: String, _ range: Range<Int>, _ message: String) {
            self.text = text
            self.range = range
            self.message = message
        }
    }

    static let mistakes: [Mistake] = [
        Mistake("ab ${{ slots.x", 3..<6, "'${{' is not closed. Close it with '}}'."),
        Mistake("${{ }}", 4..<6, "There is nothing between '${{' and '}}'."),
        Mistake("${{ 1 2 }}", 6..<7, "An operator is missing before this value."),
        Mistake("${{ 1 + 2 }}", 6..<7, "'+' means nothing here."),
        Mistake("${{ (1 }}", 7..<9, "Expected ')', not the end."),
        Mistake("${{ 'a }}", 4..<5, "The text is not closed. Close it with a quote."),
        Mistake("${{ \"a\" }}", 4..<5, "Text stands in single quotes. Write 'text'; a quote inside is doubled."),
        Mistake("${{ 1 = 1 }}", 6..<7, "'=' means nothing here. Write '=='."),
        Mistake("${{ slot.x }}", 4..<10, "There is no context 'slot'. Did you mean 'slots'?"),
        Mistake(
            "${{ secrets.x }}",
            4..<13,
            "There is no context 'secrets'. The contexts are slots, steps, needs, matrix, env, utterance, workspace, run."
        ),
        Mistake(
            "${{ steps.a.x }}",
            4..<13,
            "'steps.a.x' is not a value. Write 'steps.ID.outputs.NAME', 'steps.ID.outcome' or 'steps.ID.conclusion'."
        ),
        Mistake("${{ always() }}", 4..<10, "'always()' has no place here. It belongs in 'if'."),
        Mistake("${{ slots.x[1 }}", 14..<16, "Expected ']', not the end."),
        Mistake("${{ slots.* * }}", 12..<13, "Expected a value, not '*'."),
        Mistake("${{ contain('a', 'b') }}", 4..<11, "There is no function 'contain'. Did you mean 'contains'?"),
        Mistake("${{ contains('a') }}", 4..<12, "'contains' takes two values."),
        Mistake("${{ 12ab }}", 4..<8, "'12ab' is not a number."),
        Mistake("${{ slots. }}", 11..<13, "Expected a name, not the end."),
        Mistake("ä ${{ é }}", 6..<7, "'é' means nothing here."),
    ]

    @Test(arguments: mistakes)
    func refusesMistakesInPlace(_ mistake: Mistake) {
        let error = #expect(throws: ExpressionError.self) { try TextTemplate(mistake.text) }
        #expect(error?.range == mistake.range)
        #expect(error?.description == mistake.message)
    }

    @Test(arguments: ["(", "!", "contains('a',"])
    func boundsTheDepth(_ opening: String) {
        let text = "${{ \(String(repeating: opening, count: 5000))1 }}"
        #expect(throws: ExpressionError.self) { try TextTemplate(text) }
    }

    @Test func boundsTheSizeOfValues() throws {
        let places = String(repeating: "{0}", count: 3000)
        let template = try TextTemplate("${{ format('\(places)', slots.long) }}")
        let long = JSONValue.string(String(repeating: "x", count: 1000))
        let context = EvaluationContext(slots: ["long": long], words: "", workspace: "")
        let error = #expect(throws: ExpressionError.self) { try template.evaluate(in: context) }
        #expect(error?.code == .tooLarge)
    }

    @Test func survivesAnyText() {
        let parts = [
            "${{", "}}", "'", "slots", ".", "(", ")", "[", "]", "||", "!", "1", "-", "format", ",", " ", "é\u{301}",
        ]
        var generator = SplitMix(state: 7)
        for _ in 0..<5000 {
            let count = Int.random(in: 1...14, using: &generator)
            let text = (0..<count).map { _ in parts[Int.random(in: parts.indices, using: &generator)] }.joined()
            _ = try? TextTemplate(text).evaluate(in: Self.context)
        }
    }

    @Test func valuesAreNotEvaluatedAgain() throws {
        let context = EvaluationContext(slots: ["x": "${{ workspace.path }}"], words: "", workspace: "/secret")
        #expect(try TextTemplate("a ${{ slots.x }}").evaluate(in: context).value == "a ${{ workspace.path }}")
    }

    struct Provenance: Sendable, CustomTestStringConvertible {
        var text: String
        var origin: Origin
        var testDescription: String { text }
    }

    static let provenances: [Provenance] = [
        Provenance(text: "a", origin: .pack),
        Provenance(text: "${{ slots.summary }}", origin: .speech),
        Provenance(text: "a ${{ slots.summary }}", origin: [.pack, .speech]),
        Provenance(text: "${{ format('{0}', steps.bug.outputs.number) }}", origin: [.pack, .agent]),
        Provenance(text: "${{ slots.summary }}${{ workspace.path }}", origin: [.pack, .speech, .workspace]),
        Provenance(text: "${{ slots.none || 'major' }}", origin: .pack),
        Provenance(text: "${{ slots.count == 3 && 'make' }}", origin: .pack),
        Provenance(text: "${{ utterance.text }}", origin: .speech),
    ]

    @Test(arguments: provenances)
    func valuesKnowTheirOrigin(_ example: Provenance) throws {
        let value = try TextTemplate(example.text).evaluate(in: Self.context)
        #expect(value.origin.isData == example.origin.isData)
        #expect(value.origin.union(.pack) == example.origin.union(.pack))
    }
}

/// Random numbers that are the same in every run.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
