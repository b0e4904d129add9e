/// Writes out all sentences that a pack's templates stand for, up to a bound.
package struct SentenceLister {
    /// The most sentences that are written out.
    package let limit: Int

    /// Whether there are more sentences than the bound.
    package private(set) var isCut = false

    private let pack: GrammarPack
    private var entered: [String] = []

    /// How deep pieces and rules may stand within each other.
    private static let deepest = 192

    /// Makes a lister of at most so many sentences.
    package init(pack: GrammarPack, limit: Int) {
        self.pack = pack.withBuiltInSlots
        self.limit = max(0, limit)
    }

    /// The sentences, template by template, each once for an intent; a wildcard stands there as its slot's name in braces.
    ///
    /// Sentences that need a context are among them.
    package mutating func sentences(of intent: String? = nil) -> [SentenceSampler.Sample] {
        var samples: [SentenceSampler.Sample] = []
        var seen: Set<SentenceSampler.Sample> = []
        for each in pack.intents where intent == nil || each.name == intent {
            for block in each.blocks {
                for template in block.sentences {
                    for text in texts(of: template.root, in: block, depth: 0) {
                        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                        let sample = SentenceSampler.Sample(text: words, intent: each.name)
                        guard !words.isEmpty, seen.insert(sample).inserted else { continue }
                        guard samples.count < limit else {
                            isCut = true
                            return samples
                        }
                        samples.append(sample)
                    }
                }
            }
        }
        return samples
    }

    /// The texts of a piece, one more than the bound at most.
    private mutating func texts(of part: TemplatePart, in block: SentenceBlock, depth: Int) -> [String] {
        guard depth <= Self.deepest else {
            isCut = true
            return []
        }
        switch part.kind {
        case .text(let text): return [text]
        case .sequence(let parts): return joined(parts, separator: "", in: block, depth: depth)
        case .alternatives(let parts):
            var all: [String] = []
            for part in parts where all.count <= limit { all += texts(of: part, in: block, depth: depth + 1) }
            return bounded(all)
        case .optional(let part): return bounded(texts(of: part, in: block, depth: depth + 1) + [""])
        case .permutation(let parts):
            var all: [String] = []
            for order in orders(of: parts) where all.count <= limit {
                all += joined(order, separator: " ", in: block, depth: depth).map { " \($0) " }
            }
            return bounded(all)
        case .rule(let name):
            // A rule within itself is reported when the pack is compiled.
            guard !entered.contains(name), let rule = block.rules[name] ?? pack.rules[name] else { return [] }
            entered.append(name)
            defer { entered.removeLast() }
            return texts(of: rule.root, in: block, depth: depth + 1)
        case .list(let reference): return values(of: reference, in: block, depth: depth)
        }
    }

    private mutating func joined(
        _ parts: [TemplatePart],
        separator: String,
        in block: SentenceBlock,
        depth: Int
    ) -> [String] {
        var all = [""]
        for (index, part) in parts.enumerated() {
            let endings = texts(of: part, in: block, depth: depth + 1)
            var longer: [String] = []
            for text in all where longer.count <= limit {
                longer += endings.prefix(limit + 1 - longer.count).map { index == 0 ? $0 : text + separator + $0 }
            }
            all = longer
        }
        return all
    }

    /// The orders of some pieces, one more than the bound at most.
    private func orders(of parts: [TemplatePart]) -> [[TemplatePart]] {
        var orders: [[TemplatePart]] = [[]]
        for (count, part) in parts.enumerated() {
            orders = orders.flatMap { order in
                (0...count).map { place in
                    var longer = order
                    longer.insert(part, at: place)
                    return longer
                }
            }
            if orders.count > limit { orders = Array(orders.prefix(limit + 1)) }
        }
        return orders
    }

    private mutating func values(of reference: ListReference, in block: SentenceBlock, depth: Int) -> [String] {
        switch reference.source {
        case .range(let range): return numbers(in: range)
        case .named(let name):
            switch (block.lists[name] ?? pack.lists[name])?.content {
            case .wildcard: return ["{\(reference.slot ?? name)}"]
            case .range(let range): return numbers(in: range)
            case .values(let values):
                var all: [String] = []
                for value in values where all.count <= limit {
                    all += texts(of: value.template.root, in: block, depth: depth + 1)
                }
                return bounded(all)
            case nil: return []
            }
        }
    }

    private func numbers(in range: NumberRange) -> [String] {
        range.numbers.prefix(limit + 1).map { $0 == $0.rounded() ? String(Int($0)) : String($0) }
    }

    private func bounded(_ texts: [String]) -> [String] {
        texts.count > limit + 1 ? Array(texts.prefix(limit + 1)) : texts
    }
}
