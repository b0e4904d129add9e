/// Makes sentences that a pack's templates stand for, by chance.
///
/// It reads the templates themselves, not what they are compiled to, so that its sentences are a test of the compiler.
package struct SentenceSampler: Sendable {
    /// One sentence.
    package struct Sample: Sendable, Hashable {
        /// The sentence.
        package var text: String
        /// The intent whose template it comes from.
        package var intent: String
    }

    /// What is said for a wildcard.
    package var phrases = ["it stops at noon", "the last line is lost", "nobody knows why"]

    private let pack: GrammarPack
    private let choices: [(intent: String, block: SentenceBlock)]
    private var generator: SeededGenerator
    private var pieces = 0

    /// The most pieces of one sentence; beyond them every choice is the shortest.
    private static let mostPieces = 2000

    /// Makes a sampler; blocks that ask for a context are left out.
    ///
    /// - Parameters:
    ///   - pack: The pack.
    ///   - wanted: The only intent to take sentences of; `nil` for all of them.
    ///   - seed: The same sentences come from the same one.
    package init(pack: GrammarPack, intent wanted: String? = nil, seed: UInt64) {
        let pack = pack.withBuiltInSlots
        self.pack = pack
        generator = SeededGenerator(seed: seed)
        choices = pack.intents.filter { wanted == nil || $0.name == wanted }.flatMap { intent in
            let blocks = intent.blocks.filter { $0.required.isEmpty && $0.excluded.isEmpty && !$0.sentences.isEmpty }
            return blocks.map { (intent.name, $0) }
        }
    }

    /// How often a sentence is tried before it is given up: it may name a list that has not been filled.
    private static let mostTries = 50

    /// The next sentence; `nil` if the pack has none, or its templates name what does not exist.
    package mutating func next() -> Sample? {
        for _ in 0..<Self.mostTries {
            guard let (intent, block) = choices.randomElement(using: &generator),
                let template = block.sentences.randomElement(using: &generator)
            else { return nil }
            pieces = 0
            if let text = text(of: template.root, in: block) {
                return Sample(text: text.trimmingSpaces(), intent: intent)
            }
        }
        return nil
    }

    private mutating func text(of part: TemplatePart, in block: SentenceBlock) -> String? {
        pieces += 1
        guard pieces <= Self.mostPieces else { return nil }
        switch part.kind {
        case .text(let text): return text
        case .sequence(let parts): return join(parts, separator: "", in: block)
        case .alternatives(let parts):
            return parts.randomElement(using: &generator).flatMap { text(of: $0, in: block) }
        case .optional(let part): return Bool.random(using: &generator) ? text(of: part, in: block) : ""
        case .permutation(let parts):
            return join(parts.shuffled(using: &generator), separator: " ", in: block).map { " \($0) " }
        case .rule(let name):
            return (block.rules[name] ?? pack.rules[name]).flatMap { text(of: $0.root, in: block) }
        case .list(let reference): return value(of: reference.source, in: block)
        }
    }

    private mutating func join(_ parts: [TemplatePart], separator: String, in block: SentenceBlock) -> String? {
        var texts: [String] = []
        for part in parts {
            guard let text = text(of: part, in: block) else { return nil }
            texts.append(text)
        }
        return texts.joined(separator: separator)
    }

    private mutating func value(of source: ListReference.Source, in block: SentenceBlock) -> String? {
        switch source {
        case .range(let range): return number(in: range)
        case .named(let name):
            switch (block.lists[name] ?? pack.lists[name])?.content {
            case .wildcard: return phrases.randomElement(using: &generator)
            case .range(let range): return number(in: range)
            case .values(let values):
                return values.randomElement(using: &generator).flatMap { text(of: $0.template.root, in: block) }
            case nil: return nil
            }
        }
    }

    private mutating func number(in range: NumberRange) -> String {
        let steps = (range.to - range.from) / range.step
        return String(range.from + Int.random(in: 0...steps, using: &generator) * range.step)
    }
}
