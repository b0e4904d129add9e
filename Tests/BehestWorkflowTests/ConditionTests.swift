import Testing

@testable import BehestWorkflow

struct ConditionTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var text: String
        var holds: Bool
        var status = EvaluationContext.Ending.success
        var testDescription: String { "\(text) after \(status.rawValue)" }

        init(_ text: String, _ holds: Bool, after status: EvaluationContext.Ending = .success) {
            self.text = text
            self.holds = holds
            self.status = status
        }
    }

    static let cases: [Case] = [
        Case("true", true), Case("${{ true }}", true), Case("  ${{ false }} ", false), Case("null", false),
        Case("slots.x == 'ONE'", true), Case("${{ slots.x != 'one' }}", false), Case("!slots.none", true),
        Case("slots.x == '${{ }}'", false), Case("'}}' == '}}'", true), Case("'false'", true),
        // Where it does not ask itself, nothing may have failed.
        Case("true", false, after: .failure), Case("true", false, after: .cancelled),
        Case("true", false, after: .skipped),
        Case("always()", true, after: .failure), Case("ALWAYS()", true, after: .cancelled),
        Case("success()", true), Case("success()", false, after: .failure), Case("failure()", false),
        Case("failure()", true, after: .failure), Case("failure()", false, after: .cancelled),
        Case("cancelled()", true, after: .cancelled), Case("!cancelled()", true, after: .failure),
        Case("failure() && slots.x == 'one'", true, after: .failure),
        Case("failure() && slots.x == 'two'", false, after: .failure),
        Case("contains(fromJSON('[\"a\", \"b\"]'), 'B')", true),
        Case("steps.a.outcome == 'failure' && steps.a.conclusion == 'success'", true),
        Case("contains(steps.*.outcome, 'skipped')", true), Case("contains(steps.*.conclusion, 'cancelled')", false),
        Case("needs.build.result == 'success'", true), Case("contains(needs.*.result, 'failure')", true),
        Case("needs.build.outputs.version == '1.5'", true), Case("matrix.os == 'linux'", true),
    ]

    @Test(arguments: cases)
    func holdsAsGitHubSays(_ example: Case) throws {
        var context = EvaluationContext(slots: ["x": "one"], words: "", workspace: "/work")
        context.status = example.status
        context.steps = [
            "a": .init(outputs: [:], outcome: .failure, conclusion: .success),
            "b": .init(outputs: [:], outcome: .skipped),
        ]
        context.needs = [
            "build": .init(outputs: ["version": TracedValue("1.5", from: .agent)], result: .success),
            "lint": .init(result: .failure),
        ]
        context.matrix = ["os": TracedValue("linux", from: .pack)]
        #expect(try Condition(example.text).holds(in: context) == example.holds)
    }

    @Test(arguments: [
        ("", 0..<0, "There is no condition."),
        (
            "${{ slots.x }} == 'a'", 14..<21,
            "A condition is one expression. Put all of it between '${{' and '}}', or leave both out."
        ),
        ("slots.x ==", 10..<10, "Expected a value, not the end."),
        ("slots.x }}", 8..<9, "'}' means nothing here."),
        ("success('a')", 0..<7, "'success' takes no values."),
        ("succes()", 0..<6, "There is no function 'succes'. Did you mean 'success'?"),
    ])
    func refusesMistakesInPlace(_ text: String, _ range: Range<Int>, _ message: String) {
        let error = #expect(throws: ExpressionError.self) { try Condition(text) }
        #expect(error?.range == range)
        #expect(error?.description == message)
    }

    @Test func isReadAgainAsItWasWritten() throws {
        let condition = try Condition("${{ always() && slots.x }}")
        #expect(condition.text == "always() && slots.x")
        let text = try CanonicalJSON.text(of: [condition])
        #expect(text == "[\"${{ always() && slots.x }}\"]")
        #expect(try CanonicalJSON.value([Condition].self, from: text) == [condition])
    }
}
