import BehestGrammar
import Fuzzing
import TestSupport
import Testing

/// The same that scripts/fuzz does for longer, over inputs that are always the same.
struct GrammarFuzzingTests {
    @Test(.timeLimit(.minutes(10)), arguments: ["bugs", "code", "control", "drinks"])
    func survivesMutatedPacks(_ name: String) throws {
        let valid: [UInt8] =
            name == "drinks" ? Array(Fixtures.drinks.utf8) : Array(try Fixtures.shippedText(name).utf8)
        var generator = SeededGenerator(seed: 29)
        for _ in 0..<40 {
            var bytes = valid
            for _ in 0..<Int.random(in: 1...8, using: &generator) {
                guard !bytes.isEmpty else { break }
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
                case 1:
                    bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...40, using: &generator)))
                case 2:
                    let copied = Array(
                        bytes[place..<min(bytes.count, place + Int.random(in: 1...80, using: &generator))]
                    )
                    bytes.insert(contentsOf: copied, at: Int.random(in: 0...bytes.count, using: &generator))
                default:
                    bytes.insert(
                        contentsOf: (FuzzTarget.pieces.randomElement(using: &generator) ?? "").utf8,
                        at: place
                    )
                }
            }
            // It stops the process if anything goes wrong.
            FuzzTarget.packs.take(bytes + [0] + Array("file a bug about the parser saying 12 %".utf8))
        }
    }

    @Test func understandsItsOwnSentencesOfMadeUpPacks() throws {
        var generator = SeededGenerator(seed: 31)
        for _ in 0..<60 {
            let sentences = (0..<6).map { _ in Self.template(depth: 0, using: &generator) + " end" }
            let text = Fixtures.pack(sentences, extra: Self.names)
            let reading = GrammarPack.read(PackDocument(text: text, file: "made-up.yaml"))
            let pack = try #require(reading.pack, "\(reading.diagnostics.map(\.message)) in \(sentences)")
            let grammar = try Grammar(compiling: [pack])
            var sampler = SentenceSampler(pack: pack, seed: 7)
            for _ in 0..<40 {
                let next = sampler.next()
                let sample = try #require(next)
                #expect(grammar.interpret(sample.text).first?.intent == sample.intent, "\(sample.text) in \(sentences)")
            }
        }
    }

    private static let names = """
        lists:
          colour: {values: [red, dark red, {in: '(blue|navy [blue])', out: blue}]}
          level: {range: {from: 0, to: 120, step: 5}}
          text: {wildcard: true}
        expansion_rules:
          polite: "[please|kindly]"
          verb: "(turn [it] on|light [up])"

        """

    private static func template(depth: Int, using generator: inout SeededGenerator) -> String {
        func inner() -> String { template(depth: depth + 1, using: &generator) }
        switch Int.random(in: depth > 2 ? 5..<11 : 0..<11, using: &generator) {
        case 0: return "(\(inner())|\(inner()))"
        case 1: return "[\(inner())]"
        case 2: return "(\(inner());\(inner()))"
        case 3, 4: return "\(inner()) \(inner())"
        case 5: return "{colour}"
        case 6: return "{level:amount}"
        case 7: return "<polite> go"
        case 8: return "<verb>"
        default: return ["word", "light[s]", "[un]lock", "it's"].randomElement(using: &generator) ?? ""
        }
    }
}
