import BehestGrammar
import Testing

struct TemplateParserTests {
    /// The diagnostics of one template, with columns within the template.
    private func diagnose(_ template: String) -> [String] {
        let root = PackDocument(text: template, file: "t").root
        let bare = PackNode(.scalar(template, isQuoted: false), at: place)
        let node = root.flatMap { $0.text == nil ? nil : $0 } ?? bare
        var diagnostics: [Diagnostic] = []
        _ = Template(parsing: node, diagnostics: &diagnostics)
        return diagnostics.map { diagnostic in
            let range = diagnostic.range
            return "\(range?.start.column ?? 0)-\(range?.end.column ?? 0) \(diagnostic.code): \(diagnostic.message)"
        }
    }

    private var place: SourceRange {
        SourceRange(file: "t", start: SourceLocation(line: 1, column: 1), end: SourceLocation(line: 1, column: 1))
    }

    @Test(arguments: [
        ("say (one|two", ["5-6 unclosed-group: '(' has no ')'"]),
        ("say [one (two", ["5-6 unclosed-group: '[' has no ']'", "10-11 unclosed-group: '(' has no ')'"]),
        ("say one)", ["8-9 stray-bracket: ')' closes nothing"]),
        ("say ) and ]", ["5-6 stray-bracket: ')' closes nothing", "11-12 stray-bracket: ']' closes nothing"]),
        ("say (one]", ["9-10 wrong-bracket: '(' is closed by ']'"]),
        ("say {one", ["5-6 unclosed-reference: '{' has no '}'"]),
        ("say <one two", ["5-6 unclosed-reference: '<' has no '>'"]),
        ("say one}", ["8-9 stray-bracket: '}' closes nothing"]),
        ("say {}", ["5-7 empty-reference: '{}' names no list"]),
        ("say {a:}", ["5-9 empty-reference: '{a:}' names no slot"]),
        ("say <>", ["5-7 empty-reference: '<>' names no rule"]),
        ("say {1..x:n}", ["5-13 wrong-range: '1..x' is not a range of numbers"]),
        ("say {9..1:n}", ["5-13 wrong-range: the range begins at 9, above its end 1"]),
        ("say {0..9,0:n}", ["5-15 wrong-range: the step 0 is not above zero"]),
        ("say {0..9}", ["5-11 range-without-slot: the range '0..9' names no slot"]),
        (
            "say {0..999999999:n}",
            [
                "5-21 range-too-large: the range from 0 to 999999999 has too many numbers"
            ]
        ),
        ("say (a|b;c)", ["9-10 mixed-separators: '|' and ';' stand in one group"]),
        ("say (a|)", ["8-8 empty-alternative: an alternative has no words"]),
        ("say ()", ["5-7 empty-group: '()' has no words"]),
        ("say (one|two) [three] {four} <five> \\( light[s] (a;b)", []),
    ])
    func collectsMistakes(template: String, expected: [String]) {
        let sorted = diagnose(template).sorted()
        #expect(sorted == expected.sorted())
    }

    @Test func readsPiecesWithTheirPlaces() {
        var diagnostics: [Diagnostic] = []
        let template = Template(
            parsing: PackNode(.scalar(#"a\(b [un]<r>{l:s}"#, isQuoted: false), at: place),
            diagnostics: &diagnostics
        )
        let optional = TemplatePart(kind: .optional(TemplatePart(kind: .text("un"), bytes: 6..<8)), bytes: 5..<9)
        let list = ListReference(source: .named("l"), slot: "s")
        #expect(
            template.root.kind
                == .sequence([
                    TemplatePart(kind: .text("a(b "), bytes: 0..<5), optional,
                    TemplatePart(kind: .rule("r"), bytes: 9..<12), TemplatePart(kind: .list(list), bytes: 12..<17),
                ])
        )
        #expect(diagnostics == [])
    }

    @Test(arguments: [
        ("{l}", ListReference(source: .named("l"), slot: "l")),
        ("{l:s}", ListReference(source: .named("l"), slot: "s")),
        ("{l:@s}", ListReference(source: .named("l"), slot: nil)),
        ("{@l}", ListReference(source: .named("l"), slot: nil)),
        ("{0..100:s}", ListReference(source: .range(NumberRange(from: 0, to: 100)), slot: "s")),
        ("{-10..100,10:s}", ListReference(source: .range(NumberRange(from: -10, to: 100, step: 10)), slot: "s")),
    ])
    func readsListReferences(template: String, reference: ListReference) {
        var diagnostics: [Diagnostic] = []
        let node = PackNode(.scalar(template, isQuoted: true), at: place)
        #expect(Template(parsing: node, diagnostics: &diagnostics).root.kind == .list(reference))
        #expect(diagnostics == [])
    }

    @Test(.timeLimit(.minutes(10)), arguments: ["(", "[", "(a|", "[a;(", "{", "<"])
    func survivesDeepNesting(_ opening: String) {
        #expect(!diagnose(String(repeating: opening, count: 10_000)).isEmpty)
    }

    @Test(.timeLimit(.minutes(10))) func survivesRandomText() {
        var generator = SeededGenerator(seed: 7)
        let signs = Array("()[]{}<>|;\\ ab:,.0é'\"@")
        for _ in 0..<3000 {
            let length = Int.random(in: 0...60, using: &generator)
            let text = String((0..<length).compactMap { _ in signs.randomElement(using: &generator) })
            var diagnostics: [Diagnostic] = []
            let node = PackNode(.scalar(text, isQuoted: true), at: place)
            let template = Template(parsing: node, diagnostics: &diagnostics)
            #expect(template.root.bytes.upperBound <= text.utf8.count)
            #expect(diagnostics.count <= 20)
        }
    }
}
