import Testing

@testable import BehestWorkflow

/// Expressions that nobody would write: whatever stands there, it is parsed or refused, and ends soon.
struct ExpressionFuzzTests {
    private static let words = [
        "slots", "steps", "needs", "matrix", "env", "utterance", "run", "workspace", ".", ".*", "[", "]", "[0]",
        "['a']",
        "(", ")", "!", "&&", "||", "==", "!=", "<", "<=", ">", ">=", "'", "'x'", "''", "'{0}'", "1", "-1", ".5", "0xF",
        "1e9",
        "NaN", "Infinity", "null", "true", "contains(", "format(", "join(", "toJSON(", "fromJSON(", "startsWith(",
        "success()",
        "always(", ",", "*", " ", "\n", "}", "}}", "${{", "a", "b", "outputs", "outcome", "é\u{301}", "\u{0}", "💥",
    ]

    private static let context: EvaluationContext = {
        var context = EvaluationContext(
            slots: ["a": ["b": [1, "x", nil]], "b": "${{ 1 }}"],
            words: "w",
            workspace: "/w"
        )
        context.steps = ["a": .init(outputs: ["b": "[1, {\"a\": 2}]"], outcome: .failure)]
        context.matrix = ["a": TracedValue("b", from: .pack)]
        return context
    }()

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func survivesAnyWords(_ seed: UInt64) {
        var generator = SplitMix(state: seed)
        var parsed = 0
        for _ in 0..<10_000 {
            let count = Int.random(in: 1...16, using: &generator)
            let text = (0..<count).map { _ in Self.words.randomElement(using: &generator) ?? "" }.joined()
            if let condition = try? Condition(text) {
                parsed += 1
                _ = try? condition.holds(in: Self.context)
            }
            guard let template = try? TextTemplate("${{ \(text) }}") else { continue }
            parsed += 1
            let value = try? template.evaluate(in: Self.context)
            // What comes of it is never larger than may be, and is read again as it was.
            #expect((value?.value.text?.utf8.count ?? 0) <= ExpressionLimit.valueSize)
        }
        #expect(parsed > 100)
    }

    @Test(arguments: [5, 6] as [UInt64])
    func survivesAnyScalars(_ seed: UInt64) {
        var generator = SplitMix(state: seed)
        for _ in 0..<5_000 {
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...40, using: &generator) {
                let isASCII = Bool.random(using: &generator)
                let value = UInt32.random(in: 0...(isASCII ? 0x7F : 0x2FFF), using: &generator)
                if let scalar = Unicode.Scalar(value) { text.append(scalar) }
            }
            if let condition = try? Condition(String(text)) { _ = try? condition.holds(in: Self.context) }
            _ = try? TextTemplate("${{" + String(text) + "}}").evaluate(in: Self.context)
        }
    }

    /// Expressions of every kind, made so that they are right; they must be parsed, and their text must not matter.
    @Test func whatIsRightIsParsed() throws {
        var generator = SplitMix(state: 9)
        for _ in 0..<3_000 {
            let text = Self.expression(depth: Int.random(in: 0...4, using: &generator), &generator)
            let template = try TextTemplate("${{ \(text) }}")
            let value = try? template.evaluate(in: Self.context)
            let again = try? TextTemplate("${{(\(text))}}").evaluate(in: Self.context)
            // Not-a-number is not equal to itself.
            #expect(value?.value.json == again?.value.json, "\(text)")
        }
    }

    private static func expression(depth: Int, _ generator: inout SplitMix) -> String {
        let leaves = [
            "1", "-0.5", "'it''s'", "true", "null", "slots.a", "slots.a.b[1]", "slots.a.b.*", "steps.a.outcome",
            "steps.*.outputs.b", "fromJSON(steps.a.outputs.b)[1].a", "matrix.a", "env.none", "utterance.text",
        ]
        guard depth > 0 else { return leaves.randomElement(using: &generator) ?? "1" }
        let operators = ["&&", "||", "==", "!=", "<", "<=", ">", ">="]
        let left = expression(depth: depth - 1, &generator)
        let right = expression(depth: depth - 1, &generator)
        switch Int.random(in: 0...5, using: &generator) {
        case 0: return "!\(left)"
        case 1: return "(\(left))"
        case 2: return "contains(\(left), \(right))"
        case 3: return "join(\(left), '-')"
        case 4: return "format('{0}{1}', \(left), toJSON(\(right)))"
        default: return "(\(left)) \(operators.randomElement(using: &generator) ?? "==") (\(right))"
        }
    }

    @Test(arguments: ["slots.a", "!1", "(1)", "slots['a']", "1 || ", "toJSON(1)"])
    func boundsTheDepth(_ part: String) {
        let repeated = [
            "slots" + String(repeating: ".a", count: 9_000), "slots" + String(repeating: "['a']", count: 9_000),
            String(repeating: "!", count: 9_000) + part, String(repeating: "(", count: 9_000) + part,
            String(repeating: "\(part) || ", count: 4_000) + "1", String(repeating: "toJSON(", count: 9_000) + part,
            "slots" + String(repeating: "[slots", count: 9_000),
        ]
        for text in repeated {
            let error = #expect(throws: ExpressionError.self) { try Condition(text) }
            #expect(error?.code == .tooLarge || error?.code == .syntax)
        }
    }

    @Test func boundsTheWork() throws {
        var context = Self.context
        let long = String(repeating: "ab", count: 500_000)
        context.slots["long"] = .string(long)
        context.slots["list"] = .list(Array(repeating: "", count: 100_000))
        for (text, code) in [
            ("join(slots.list, slots.long)", ExpressionError.Code.tooLarge),
            ("format('{0}{0}{0}', slots.long)", .tooLarge),
            ("toJSON(toJSON(toJSON(toJSON(slots.list))))", .tooLarge),
            ("fromJSON(format('[{0}', join(slots.list, '[')))", .wrongArguments),
        ] {
            let template = try TextTemplate("${{ \(text) }}")
            let error = #expect(throws: ExpressionError.self) { try template.evaluate(in: context) }
            #expect(error?.code == code, "\(text)")
        }
        // A search that is tried anew at each place, or a value that is converted for each element, would take hours.
        context.slots["part"] = .string(String(long.dropFirst(400_001)) + "c")
        #expect(try TextTemplate("${{ contains(slots.long, slots.part) }}").evaluate(in: context).value == false)
        #expect(try TextTemplate("${{ contains(slots.list, slots.long) }}").evaluate(in: context).value == false)
        let many = String(repeating: "${{ slots.long }}", count: 3_000)
        let template = try TextTemplate(many)
        let error = #expect(throws: ExpressionError.self) { try template.evaluate(in: context) }
        #expect(error?.code == .tooLarge)
    }
}
