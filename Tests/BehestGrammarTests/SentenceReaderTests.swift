import FoundationEssentials
import Testing

@testable import BehestGrammar

/// The reader against hassil 3.12: the results in the fixtures are what it returns for the same packs.
@Suite(.timeLimit(.minutes(1)))
struct SentenceReaderTests {
    private struct Case: Decodable {
        var text: String
        var context: [String: SlotValue]
        var intent: String?
        var slots: [String: SlotValue]
    }

    private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "Fixtures/Reading"
    )

    @Test(arguments: ["de", "el", "en", "fr", "he", "hi", "th", "tr", "zh-CN"])
    func readsAsTheFormatsReferenceDoes(language: String) throws {
        let folder = Self.fixtures.appending(path: language)
        let bytes = Array(try Data(contentsOf: folder.appending(path: "grammar.yaml")))
        let reading = GrammarPack.read(PackDocument(bytes: bytes, file: "\(language)/grammar.yaml"))
        #expect(reading.diagnostics.filter { $0.severity == .error }.isEmpty)
        let grammar = try Grammar(compiling: [try #require(reading.pack)])
        let lines = try Data(contentsOf: folder.appending(path: "cases.jsonl")).split(separator: UInt8(ascii: "\n"))
        #expect(!lines.isEmpty)
        for line in lines {
            let expected = try JSONDecoder().decode(Case.self, from: Data(line))
            let preference = ReadingPreference(metadataKey: "custom")
            let found = grammar.matches(
                of: expected.text,
                context: expected.context,
                preferring: preference,
                asWritten: true
            ).first
            let slots = found?.formatSlots ?? [:]
            if let found {
                let usual = grammar.matches(of: expected.text, context: expected.context, preferring: preference)
                #expect(usual.first == found, "\(expected.text)")
            }
            #expect(found?.interpretation.intent == expected.intent, "\(expected.text)")
            #expect(slots.mapValues(Self.plain) == expected.slots.mapValues(Self.plain), "\(expected.text)")
        }
    }

    /// JSON has one kind of number.
    private static func plain(_ value: SlotValue) -> SlotValue {
        if case .integer(let integer) = value { return .number(Double(integer)) }
        return value
    }

    @Test func numbersInDigitsHaveADecimalPointInTheFormatAlone() throws {
        let grammar = try grammar("set it to {level}", lists: "{level: {range: {from: 0, to: 9}}}")
        for (text, format) in [("set it to 7", SlotValue.number(7)), ("set it to seven", .integer(7))] {
            let match = try #require(grammar.matches(of: text).first)
            #expect(match.formatSlots == ["level": format])
            #expect(match.interpretation[slot: "level"] == .integer(7))
        }
    }

    @Test func freeTextLosesItsSignsInTheFormatAlone() throws {
        let grammar = try grammar("say {words}", lists: "{words: {wildcard: true}}")
        let match = try #require(grammar.matches(of: "Say: Yes, or no?").first)
        #expect(match.formatSlots == ["words": .text("Yes or no")])
        #expect(match.interpretation[slot: "words"] == .text("Yes, or no"))
    }

    @Test func tellsWhereSlotsWereSaid() throws {
        let lists = "{name: {values: [Tür]}, who: {wildcard: true}}"
        let transcript = "  Öffne,  TÜR für  die Kinder!"
        let slots = try #require(grammar("öffne {name} für {who}", lists: lists).interpret(transcript).first).slots
        let texts = try slots.map { slot in
            String(decoding: Array(transcript.utf8)[try #require(slot.span)], as: UTF8.self)
        }
        #expect(texts == ["TÜR", "die Kinder"])
    }

    @Test func prefersTheLongerNameThenFewerWildcardsThenMoreOfTheSentence() throws {
        let text = """
            language: en
            intents:
              B: {data: [{sentences: ["show {text}", "show lamp one"]}]}
              A: {data: [{sentences: ["show {name} [one]"]}]}
            lists: {text: {wildcard: true}, name: {values: [lamp, lamp one]}}
            """
        let grammar = try Fixtures.grammar(text)
        let plain = grammar.matches(of: "show lamp one", preferring: ReadingPreference(slot: nil))
        #expect(plain.map(\.interpretation.line) == ["B", "A name=lamp", "B text=lamp one"])
        let named = grammar.matches(of: "show lamp one")
        #expect(named.map(\.interpretation.line) == ["A name=lamp one", "B", "B text=lamp one"])
    }

    @Test func warnsOfNamesThatDoNotExist() throws {
        let pack = try pack("go to {plaec} <rule>", lists: "{place: {values: [here]}}")
        #expect(throws: GrammarError.self) { try Grammar(compiling: [pack]) }
        let grammar = try Grammar(compiling: [pack], toleratesUnknownNames: true)
        #expect(grammar.warnings.map(\.code) == ["unknown-list", "unknown-rule"])
        #expect(grammar.warnings.map(\.severity) == [.warning, .warning])
        #expect(grammar.interpret("go to here").isEmpty)
        #expect(grammar.interpret("go to").isEmpty)
    }

    @Test func endsSoonWhateverTheTemplate() throws {
        let many = Array(repeating: "[a] [a|a a]", count: 40).joined(separator: " ")
        let grammar = try grammar("\(many) b", lists: "{}")
        #expect(grammar.interpret(Array(repeating: "a", count: 60).joined(separator: " ")).isEmpty)
        let cyclic = try pack("say <r>", lists: "{}", extra: "expansion_rules: {r: '[x] <r>'}")
        #expect(try Grammar(compiling: [cyclic], toleratesUnknownNames: true).interpret("say x x").isEmpty)
    }

    @Test(arguments: ["", " ", "?!", "\u{0}", "\u{301}", String(repeating: "a ", count: 40_000)])
    func readsNothingFromWhatIsNoSentence(text: String) throws {
        #expect(try grammar("[please] go", lists: "{}").interpret(text).isEmpty)
    }

    private func grammar(_ sentence: String, lists: String) throws -> Grammar {
        try Grammar(compiling: [pack(sentence, lists: lists)])
    }

    private func pack(_ sentence: String, lists: String, extra: String = "") throws -> GrammarPack {
        let text = """
            language: en
            intents: {A: {data: [{sentences: ["\(sentence)"]}]}}
            lists: \(lists)
            \(extra)
            """
        return try #require(GrammarPack.read(PackDocument(text: text, file: "a.yaml")).pack)
    }
}
