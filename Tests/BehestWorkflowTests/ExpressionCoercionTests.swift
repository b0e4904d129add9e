import Testing

@testable import BehestWorkflow

/// Members, conversions and functions as GitHub documents them and its runner does them.
struct ExpressionCoercionTests {
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
            slots: [
                "list": ["a", "b", ["c": "d"]], "people": [["name": "Ann", "age": 3], ["name": "Bo"], "x"],
                "key": "NAME",
            ],
            words: "do it",
            workspace: "/work"
        )
        context.steps = ["build": .init(outputs: ["report": ["lines": [1, 2], "Kind": "full"]])]
        context.runID = "r1"
        return context
    }()

    static let members: [Case] = [
        Case("slots.list[0]", "a"), Case("slots.list[2].c", "d"), Case("slots.list['1']", "b"),
        Case("slots.list[1.9]", "b"), Case("slots.list[-1]", nil), Case("slots.list[9]", nil),
        Case("slots.list['x']", nil), Case("slots.list.length", nil), Case("slots.none.a.b", nil),
        Case("slots.people[0]['name']", "Ann"), Case("slots.people[0][slots.key]", "Ann"),
        Case("steps.build.outputs.report.kind", "full"), Case("steps.build.outputs.report.lines[1]", 2),
        Case("steps['build']['outputs']['report']['KIND']", "full"),
        Case("slots.people.*.name", ["Ann", "Bo"]), Case("slots.people[*].age", [3]),
        Case("slots.people.*.none", []), Case("slots.people[0].*", [3, "Ann"]), Case("slots.key.*", []),
        Case("slots.people.*[0]", []), Case("slots.people.*.*", [3, "Ann", "Bo"]),
        Case("join(slots.people.*.name, ' and ')", "Ann and Bo"),
        Case("fromJSON('{\"fast\": \"-O3\"}')['FAST']", "-O3"), Case("fromJSON('[[1, 2], [3]]').*[0]", [1, 3]),
        Case("slots.list[slots.none || 0]", "a"), Case("run", ["id": "r1"]), Case("workspace", ["path": "/work"]),
        Case("utterance", ["text": "do it", "id": nil]), Case("toJSON(steps.build.outputs.report.lines)", "[1,2]"),
    ]

    static let conversions: [Case] = [
        Case("'0x1f' == 31", true), Case("'0o17' == 15", true), Case("' 7 ' == 7", true), Case("'1e2' == 100", true),
        Case("'0xG' == 0", false), Case("'0x-5' == -5", false), Case("'Infinity' > 1e308", true),
        Case("NaN == NaN", false), Case("NaN != 'x'", true), Case("true == 'true'", false), Case("false == ''", true),
        Case("slots.list == slots.list", true), Case("slots.list == 'x'", false), Case("slots.none == false", true),
        Case("'a' < '_'", true), Case("'Ä' == 'ä'", true), Case("'straße' == 'STRASSE'", false),
        Case("'b' > 'A'", true), Case("'2' < '10'", false), Case("2 < '10'", true), Case("null > -1", true),
        Case("format('{0}', 1e21)", "1E+21"), Case("format('{0}', 0.1)", "0.1"), Case("format('{0}', 1e-7)", "1E-07"),
        Case("format('{0}', 123456789012345678)", "1.23456789012346E+17"), Case("format('{0}', 100)", "100"),
        Case("format('{0} {1}', true, null)", "true "),
    ]

    static let functions: [Case] = [
        Case("contains(slots.list, 'B')", true), Case("contains(slots.list, 'd')", false),
        Case("contains(slots.people[0], 'Ann')", false), Case("contains(123, 2)", true),
        Case("contains(fromJSON('[1, \"2\", null]'), 2)", true), Case("contains(fromJSON('[\"1\"]'), true)", true),
        Case("contains('aaaaab', 'AAB')", true), Case("contains('aabaabaaab', 'aaab')", true),
        Case("startsWith('-\u{301}x', '-')", true), Case("endsWith(12, '2')", true), Case("startsWith('a', '')", true),
        Case("fromJSON('true')", true), Case("fromJSON('1.5')", 1.5), Case("fromJSON('\"a\"')", "a"),
        // GitHub compares lists by their identity; here they are equal when they hold the same.
        Case("fromJSON('null')", nil), Case("fromJSON(toJSON(slots.people)) == slots.people", true),
        Case("toJSON(fromJSON('{\"b\": [1, {}], \"a\": null}'))", "{\"a\":null,\"b\":[1,{}]}"),
        Case("join(fromJSON('[1, true, null, \"x\"]'), '')", "1truex"), Case("join(null)", ""),
    ]

    @Test(arguments: members + conversions + functions)
    func evaluates(_ example: Case) throws {
        #expect(try TextTemplate("${{ \(example.text) }}").evaluate(in: Self.context).value == example.value)
    }

    @Test(arguments: ["fromJSON('')", "fromJSON('{')", "fromJSON('a')", "fromJSON(slots.list[2].c)"])
    func saysWhatIsNotJSON(_ text: String) throws {
        let template = try TextTemplate("${{ \(text) }}")
        let error = #expect(throws: ExpressionError.self) { try template.evaluate(in: Self.context) }
        #expect(error?.description == "'fromJSON' was given what is not JSON. Text in JSON has quotes around it.")
    }

    @Test(
        arguments: [
            ("fromJSON(slots.list[2].c || '1')", [.speech]), ("steps.build.outputs.report.lines[0]", [.agent]),
            ("toJSON(slots)", [.speech]), ("slots.people.*.name", [.speech]), ("steps.build.outcome", []),
            ("fromJSON('{\"a\": \"make\"}')[slots.key]", []), ("join(slots.people.*.name)", [.speech]),
            ("steps", [.agent]), ("slots.key && 'make' || 'cmake'", []), ("contains(slots.key, 'N')", [.speech]),
        ] as [(String, Origin)]
    )
    func valuesKnowTheirOrigin(_ text: String, _ origin: Origin) throws {
        var context = Self.context
        context.slots["list"] = ["a", "b", ["c": "7"]]
        let value = try TextTemplate("${{ \(text) }}").evaluate(in: context)
        #expect(value.origin.union(.pack) == origin.union(.pack))
    }
}
