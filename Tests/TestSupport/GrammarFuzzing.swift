internal import BehestGrammar

/// What a fuzzer does with its input: read it as a pack, compile that, and match it and other texts.
package enum GrammarFuzzing {
    /// Handles one input, which may be anything: a pack, and after a zero byte a transcript.
    package static func take(_ input: [UInt8]) {
        let parts = input.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
        let document = PackDocument(bytes: Array(parts.first ?? []), file: "fuzz.yaml")
        let reading = GrammarPack.read(document)
        var renderer = DiagnosticRenderer()
        renderer.add(Array(parts.first ?? []), of: "fuzz.yaml")
        precondition(reading.pack != nil || !reading.diagnostics.isEmpty, "A pack is refused without a reason.")
        _ = renderer.render(reading.diagnostics)
        guard let pack = reading.pack else { return }
        do throws(GrammarError) {
            let grammar = try Grammar(compiling: [pack])
            if parts.count > 1 { _ = grammar.interpret(String(decoding: parts[1], as: UTF8.self)) }
            var sampler = SentenceSampler(pack: pack, seed: 1)
            for _ in 0..<4 { if let sample = sampler.next() { _ = grammar.interpret(sample.text) } }
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
