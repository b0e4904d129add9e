internal import BehestGrammar

/// A part of the grammars that takes what anybody may write or say, to be given inputs that nobody would.
///
/// An input stops the process where something is wrong. It may be anything; two texts in it are separated by a zero byte.
package enum FuzzTarget: String, CaseIterable, Sendable {
    /// A pack as a file, and a transcript.
    case packs
    /// The lines of a small grammar, and a transcript; a line is a sentence, `r:` and a rule, or `l:` and a value of a list.
    case templates
    /// A transcript, matched to the shipped packs by its words and by its sounds.
    case transcripts

    /// Takes one input.
    package func take(_ input: [UInt8]) {
        let parts = input.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
        let first = Array(parts.first ?? [])
        let transcript = parts.count > 1 ? String(decoding: parts[1], as: UTF8.self) : nil
        switch self {
        case .packs: Self.read(first, transcript: transcript)
        case .templates: Self.read(SmallGrammar(lines: first).pack, transcript: transcript)
        case .transcripts: SpokenGrammar.shipped.hear(String(decoding: input, as: UTF8.self))
        }
    }

    private static func read(_ file: [UInt8], transcript: String?) {
        let document = PackDocument(bytes: file, file: "fuzz.yaml")
        let reading = GrammarPack.read(document)
        var renderer = DiagnosticRenderer()
        renderer.add(file, of: "fuzz.yaml")
        precondition(reading.pack != nil || !reading.diagnostics.isEmpty, "A pack is refused without a reason.")
        _ = renderer.render(reading.diagnostics)
        guard let pack = reading.pack else { return }
        do throws(GrammarError) {
            let grammar = try Grammar(compiling: [pack])
            _ = renderer.render(grammar.warnings)
            if let transcript { SpokenGrammar.check(grammar.interpret(transcript), of: transcript) }
            var sampler = SentenceSampler(pack: pack, seed: 1)
            for _ in 0..<4 {
                guard let sample = sampler.next() else { return }
                SpokenGrammar.check(grammar.interpret(sample.text), of: sample.text)
            }
        } catch {
            precondition(!error.diagnostics.isEmpty, "A grammar is refused without a reason.")
            _ = renderer.render(error.diagnostics)
        }
    }

    /// Pieces of packs, of which a mutated one may get more.
    package static let pieces = [
        "intents:", "lists:", "\n", "\n  ", "\n      - ", "sentences:", "data:", "values:", "range:", "{l}", "<r>", "[",
        "]",
        "(", ")", "|", ";", "in:", "out:", "'", "\"", "&a ", "*a", "from: 1", "to: 9", "wildcard: true",
        "expansion_rules:",
        "requires_context:", "skip_words:", "{0..10}", "\u{0}", "é", "\u{301}", "\u{202E}", "?", "!", "-5", "1,000",
        "12.5",
    ]
}
