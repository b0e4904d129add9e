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
        let reader = SentenceReader([try #require(reading.pack)])
        #expect(reader.warnings.isEmpty)
        let lines = try Data(contentsOf: folder.appending(path: "cases.jsonl")).split(separator: UInt8(ascii: "\n"))
        #expect(!lines.isEmpty)
        for line in lines {
            let expected = try JSONDecoder().decode(Case.self, from: Data(line))
            let found = reader.readings(
                of: expected.text,
                context: expected.context,
                preferringSlot: "name",
                preferringMetadata: "custom"
            ).first
            let slots = Dictionary(uniqueKeysWithValues: (found?.slots ?? []).map { ($0.name, $0.value) })
            #expect(found?.intent == expected.intent, "\(expected.text)")
            #expect(slots.mapValues(Self.plain) == expected.slots.mapValues(Self.plain), "\(expected.text)")
        }
    }

    /// JSON has one kind of number.
    private static func plain(_ value: SlotValue) -> SlotValue {
        if case .integer(let integer) = value { return .number(Double(integer)) }
        return value
    }

    @Test func numbersInDigitsHaveADecimalPointAndThoseInWordsNone() throws {
        let reader = try reader("set it to {level}", lists: "{level: {range: {from: 0, to: 9}}}")
        #expect(reader.readings(of: "set it to 7").first?.slots.first?.value == .number(7))
        #expect(reader.readings(of: "set it to seven").first?.slots.first?.value == .integer(7))
    }

    @Test func tellsWhereSlotsWereSaid() throws {
        let reader = try reader("öffne, {name} für {who}", lists: "{name: {values: [Tür]}, who: {wildcard: true}}")
        let transcript = "  Öffne,  TÜR für  die Kinder!"
        #expect(reader.readings(of: transcript).isEmpty)
        let plain = try self.reader("öffne {name} für {who}", lists: "{name: {values: [Tür]}, who: {wildcard: true}}")
        let slots = try #require(plain.readings(of: transcript).first).slots
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
        let reader = SentenceReader([try #require(GrammarPack.read(PackDocument(text: text, file: "a")).pack)])
        #expect(reader.readings(of: "show lamp one").map(\.intent) == ["B", "A", "A", "B"])
        let named = reader.readings(of: "show lamp one", preferringSlot: "name")
        #expect(named.map(\.intent) == ["A"])
        #expect(named.first?.slots.first?.value == .text("lamp one"))
    }

    @Test func warnsOfNamesThatDoNotExist() throws {
        let reader = try reader("go to {plaec} <rule>", lists: "{place: {values: [here]}}")
        #expect(reader.warnings.map(\.code) == ["unknown-list", "unknown-rule"])
        #expect(reader.readings(of: "go to here").isEmpty)
    }

    @Test func endsSoonWhateverTheTemplate() throws {
        let many = Array(repeating: "[a] [a|a a]", count: 40).joined(separator: " ")
        let reader = try reader("\(many) b", lists: "{}")
        #expect(reader.readings(of: Array(repeating: "a", count: 60).joined(separator: " ")).isEmpty)
        let cyclic = SentenceReader([
            try #require(
                GrammarPack.read(
                    PackDocument(
                        text: """
                            language: en
                            intents: {A: {data: [{sentences: ["say <r>"]}]}}
                            expansion_rules: {r: "[x] <r>"}
                            """,
                        file: "a"
                    )
                ).pack
            )
        ])
        #expect(cyclic.readings(of: "say x x").isEmpty)
    }

    @Test(arguments: ["", " ", "?!", "\u{0}", "\u{301}", String(repeating: "a ", count: 40_000)])
    func readsNothingFromWhatIsNoSentence(text: String) throws {
        #expect(try reader("[please] go", lists: "{}").readings(of: text).isEmpty)
    }

    private func reader(_ sentence: String, lists: String) throws -> SentenceReader {
        let text = """
            language: en
            intents: {A: {data: [{sentences: ["\(sentence)"]}]}}
            lists: \(lists)
            """
        return SentenceReader([try #require(GrammarPack.read(PackDocument(text: text, file: "a.yaml")).pack)])
    }
}
