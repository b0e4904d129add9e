/// How far a value fits the places of a slot; more is better.
enum SlotFit: Comparable {
    /// It is none of the listed values.
    case unlisted
    /// It would be free text, but was not said.
    case notSaid
    /// It can stand there.
    case fits
}

/// Writes the shortest sentence of a template that names given slots and no others.
struct SentenceWriter {
    /// How far the values fit the slots that were met.
    private(set) var fits: [String: SlotFit] = [:]

    private let words: PackWords
    private let slots: [String: SlotValue]
    private let said: [String: String]
    private var pieces = 0

    /// The most pieces of one template that are looked at.
    private static let mostPieces = 20_000

    /// Makes a writer.
    ///
    /// - Parameters:
    ///   - words: The rules and lists of the templates' block.
    ///   - slots: The values that are to be named.
    ///   - said: For those that were said word for word, the words.
    init(words: PackWords, slots: [String: SlotValue], said: [String: String]) {
        self.words = words
        self.slots = slots
        self.said = said
    }

    /// The sentence, unless the template has none that names these slots.
    mutating func sentence(of template: Template) -> String? {
        pieces = 0
        var left = Set(slots.keys)
        for (name, value) in words.block.slots {
            let isProposed = slots[name]?.description.isSame(as: value.description)
            fits[name] = max(fits[name] ?? .unlisted, isProposed == true ? .fits : .unlisted)
            if isProposed == true { left.remove(name) }
        }
        guard let text = text(of: template.root, &left), left.isEmpty else { return nil }
        return text.trimmingSpaces()
    }

    /// The text of a piece, which takes slots from those that are left; `nil` if it cannot be said without another slot.
    private mutating func text(of part: TemplatePart, _ left: inout Set<String>) -> String? {
        pieces += 1
        guard pieces <= Self.mostPieces else { return nil }
        switch part.kind {
        case .text(let text): return text
        case .sequence(let parts): return joined(parts, by: "", &left)
        case .permutation(let parts): return joined(parts, by: " ", &left).map { " \($0) " }
        case .optional(let part):
            var rest = left
            guard let text = text(of: part, &rest), rest.count < left.count else { return "" }
            left = rest
            return text
        case .alternatives(let parts):
            var best: (text: String, left: Set<String>)?
            for part in parts {
                var rest = left
                guard let text = text(of: part, &rest), rest.count < best?.left.count ?? Int.max else { continue }
                best = (text, rest)
            }
            left = best?.left ?? left
            return best?.text
        case .rule(let name): return words.rule(name).flatMap { text(of: $0.root, &left) }
        case .list(let reference): return text(of: reference, &left)
        }
    }

    private mutating func joined(
        _ parts: [TemplatePart],
        by separator: String,
        _ left: inout Set<String>
    ) -> String? {
        var texts: [String] = []
        for part in parts {
            guard let text = text(of: part, &left) else { return nil }
            texts.append(text)
        }
        return texts.joined(separator: separator)
    }

    private mutating func text(of reference: ListReference, _ left: inout Set<String>) -> String? {
        // A list that fills no slot must be said all the same, and nobody has proposed with what.
        guard let slot = reference.slot, let content = words.content(of: reference.source) else { return nil }
        let (fit, text) = fill(slot, from: content)
        fits[slot] = max(fits[slot] ?? .unlisted, fit)
        guard left.contains(slot), let text else { return nil }
        left.remove(slot)
        return text
    }

    /// How the value of a slot is said at a place.
    private func fill(_ slot: String, from content: GrammarList.Content) -> (SlotFit, String?) {
        guard let value = slots[slot] else { return (.unlisted, nil) }
        switch content {
        case .wildcard: return said[slot].map { (.fits, $0) } ?? (.notSaid, nil)
        case .range(let range):
            guard let number = Int(value.description), range.contains(number) else { return (.unlisted, nil) }
            return (.fits, String(number))
        case .values(let values):
            for listed in values {
                if let out = listed.out {
                    guard out.description.isSame(as: value.description) else { continue }
                    if let text = words.texts(of: listed.template).first { return (.fits, text) }
                } else if let text = words.texts(of: listed.template).first(where: { $0.isSame(as: value.description) })
                {
                    return (.fits, text)
                }
            }
            return (.unlisted, nil)
        }
    }
}

extension NumberRange {
    /// Whether a number is one of the range's.
    fileprivate func contains(_ number: Int) -> Bool {
        (min(from, to)...max(from, to)).contains(number) && (number - from) % max(1, abs(step)) == 0
    }
}
