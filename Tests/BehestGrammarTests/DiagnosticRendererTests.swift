import BehestGrammar
import Testing

struct DiagnosticRendererTests {
    private func range(_ line: Int, _ start: Int, _ end: Int) -> SourceRange {
        SourceRange(
            file: "a.yaml",
            start: SourceLocation(line: line, column: start),
            end: SourceLocation(line: line, column: end)
        )
    }

    private func render(_ text: String, at range: SourceRange?, hint: String? = nil, width: Int = 100) -> String {
        var renderer = DiagnosticRenderer(width: width)
        renderer.add(Array(text.utf8), of: "a.yaml")
        return renderer.render(Diagnostic(.error, code: "c", "it is wrong", at: range, hint: hint))
    }

    @Test func showsThePlaceAndTheHint() {
        #expect(
            render("one\n  two {three}\n", at: range(2, 7, 14), hint: "mend it") == """
                a.yaml:2:7: error: it is wrong
                   2 |   two {three}
                     |       ^~~~~~~
                     = mend it
                """
        )
    }

    @Test func showsTabsAsSpaces() {
        #expect(
            render("\ta\tb c", at: range(1, 4, 5)) == """
                a.yaml:1:4: error: it is wrong
                   1 |     a   b c
                     |         ^
                """
        )
    }

    @Test func cutsLongLinesAroundThePlace() {
        let text = String(repeating: "a", count: 500) + "HERE" + String(repeating: "b", count: 500)
        #expect(
            render(text, at: range(1, 501, 505), width: 40) == """
                a.yaml:1:501: error: it is wrong
                   1 | …aaaaaaaaaaHEREbbbbbbbbbbbbbbbbbbbbbbbbbb…
                     |            ^~~~
                """
        )
    }

    @Test func showsPlacesAtTheEndOfALine() {
        #expect(
            render("abc", at: range(1, 4, 4)) == """
                a.yaml:1:4: error: it is wrong
                   1 | abc
                     |    ^
                """
        )
    }

    @Test func hidesWhatWouldSteerATerminal() {
        #expect(render("a\u{1B}[31mb", at: range(1, 1, 2)).contains("a\u{FFFD}[31mb"))
    }

    @Test func namesOnlyTheMessageWithoutAPlace() {
        #expect(render("", at: nil, hint: "mend it") == "error: it is wrong\n   = mend it")
    }

    @Test func coloursOnRequest() {
        let renderer = DiagnosticRenderer(usesColour: true)
        let text = renderer.render(Diagnostic(.warning, code: "c", "it is odd", at: nil))
        #expect(text == "\u{1B}[1;35mwarning:\u{1B}[0m \u{1B}[1mit is odd\u{1B}[0m")
    }

    @Test(arguments: [(0, 0, "no mistakes"), (1, 0, "1 error"), (2, 1, "2 errors, 1 warning"), (0, 3, "3 warnings")])
    func countsDiagnostics(errors: Int, warnings: Int, summary: String) {
        let diagnostics =
            (0..<errors).map { _ in Diagnostic(.error, code: "c", "m", at: nil) }
            + (0..<warnings).map { _ in Diagnostic(.warning, code: "c", "m", at: nil) }
        #expect(DiagnosticRenderer.summary(of: diagnostics) == summary)
    }

    @Test func endsWithTheCount() {
        let diagnostics = [
            Diagnostic(.error, code: "c", "one", at: nil), Diagnostic(.warning, code: "c", "two", at: nil),
        ]
        #expect(DiagnosticRenderer().render(diagnostics) == "error: one\nwarning: two\n1 error, 1 warning\n")
        #expect(DiagnosticRenderer().render([]) == "")
    }
}
