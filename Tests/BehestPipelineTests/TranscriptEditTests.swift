import Testing

@testable import BehestGrammar
@testable import BehestPipeline

struct TranscriptEditTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var heard: String
        /// The sentence's words, each with what was heard for it (`=` for the same sound), or `-` for what was not heard.
        var steps: [(word: String, heard: String, isSame: Bool)]
        var text: String
        var testDescription: String { heard }
    }

    private static let cases = [
        Case(
            heard: "Light rose, a downs, ice-moker.",
            steps: [
                ("light", "Light", true), ("roast", "rose", false), ("", "a", false), ("", "downs", false),
                ("iced", "ice", false), ("mocha", "moker", false),
            ],
            text: "Light roast iced-mocha."
        ),
        Case(
            heard: "Can I get a 16-ounce latté?",
            steps: [
                ("can", "Can", true), ("i", "I", true), ("get", "get", true), ("a", "a", true), ("sixteen", "16", true),
                ("ounce", "ounce", true), ("latte", "latté", true),
            ],
            text: "Can I get a 16-ounce latté?"
        ),
        Case(
            heard: "Ploy to staging",
            steps: [("deploy", "Ploy", false), ("web", "", false), ("to", "to", true), ("staging", "staging", true)],
            text: "Deploy web to staging"
        ),
        Case(
            heard: "and i'm like it",
            steps: [("i'd", "and", false), ("i'd", "i'm", false), ("like", "like", true), ("it", "it", true)],
            text: "I'd I'd like it"
        ),
        // Two words that were heard as one.
        Case(
            heard: "Open the readme!",
            steps: [("open", "Open", true), ("the", "the", true), ("read", "readme", true), ("me", "readme", true)],
            text: "Open the readme!"
        ),
        Case(heard: "Ever mind.", steps: [("never", "Ever", false), ("mind", "mind", true)], text: "Never mind."),
    ]

    @Test(arguments: cases)
    func changesOnlyWhatSoundsDifferent(_ example: Case) {
        var position = 0
        let steps = example.steps.map { step -> SoundReading.Step in
            var span: Range<Int>?
            if !step.heard.isEmpty {
                let utf8 = Array(example.heard.utf8)
                let wanted = Array(step.heard.utf8)
                let start = (0...utf8.count - wanted.count).first {
                    $0 >= position && Array(utf8[$0..<$0 + wanted.count]) == wanted
                }
                span = start.map { $0..<$0 + wanted.count }
                position = span?.lowerBound ?? position
            }
            return SoundReading.Step(
                kind: step.word.isEmpty ? .extra : .word,
                word: step.word,
                heard: step.heard,
                span: span,
                cost: step.isSame ? 0 : 1,
                phoneCount: 3
            )
        }
        #expect(TranscriptEdit.apply(steps, to: example.heard) == example.text)
    }
}
