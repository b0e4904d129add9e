internal import BehestGrammar
internal import FoundationEssentials
internal import BehestWorkflow

/// "No, I said staging": another value in the place of the one that was understood.
extension Dialogue {
    /// Corrects what is asked about.
    ///
    /// - Returns: whether something could be corrected.
    mutating func correct(_ heard: Heard, _ replies: [Reply], _ question: OpenQuestion) -> Bool {
        if let order = corrected(question.order, replies, heard.words) {
            close(.answered)
            consider(order)
            return true
        }
        guard replies.contains(where: \.isCorrection), !heard.corrected.isEmpty, heard.corrected.allSatisfy(\.isFit)
        else {
            return false
        }
        close(.answered)
        take(heard.corrected, heard)
        return true
    }

    /// Corrects what was last ordered: it is asked about, since it may have been done already.
    mutating func correctLast(_ heard: Heard, _ replies: [Reply]) -> Bool {
        guard let last = state.last, now - rules.limits.correction <= last.at else { return false }
        guard let order = corrected(last.order, replies, heard.words) else { return false }
        cancelRuns(of: last.number)
        state.last = nil
        let decision = rules.decider.decide(order.evidence)
        if case .act(let plan) = decision { settle(.ask(.confirm(plan)), order) } else { settle(decision, order) }
        return true
    }

    /// Puts a value that was named in some words into an order.
    func put(_ slot: Interpretation.Slot, of words: String, into order: inout SpokenOrder) {
        let isComposed = rules.composedSlots[order.interpretation.intent]?.contains(slot.name) ?? false
        let wasSaid = order.interpretation[slot: slot.name] != nil
        if isComposed, let start = slot.span?.lowerBound, start < words.utf8.count {
            // Only some of its words belong to the slot, so that the old ones cannot be cut out: what replaces them is added.
            let said = String(decoding: Array(words.utf8)[start...], as: UTF8.self)
            order.fill(slot.name, with: slot.value, adding: wasSaid ? "no: \(said)" : said)
        } else {
            order.fill(slot.name, with: slot.value, said: slot.text)
        }
        if let index = order.interpretation.slots.firstIndex(where: { $0.name == slot.name }) {
            order.interpretation.slots[index].others = slot.others
        }
    }

    /// An order with the value that a reply names, if it fits one of its slots.
    private func corrected(_ before: SpokenOrder, _ replies: [Reply], _ words: String) -> SpokenOrder? {
        var order = before
        let said = Set(before.interpretation.slots.map(\.name))
        let values = replies.compactMap { reply -> Interpretation.Slot? in
            guard case .value(let slot, before.interpretation.intent, _) = reply else { return nil }
            return slot
        }
        // A slot that was said is rather meant than one that was not.
        let named = values.filter { said.contains($0.name) }
        let fitting = named.isEmpty ? values : named
        if fitting.count == 1 {
            put(fitting[0], of: words, into: &order)
            return order
        }
        guard fitting.isEmpty else { return nil }
        let free = before.interpretation.slots.filter {
            rules.freeSlots[before.interpretation.intent]?.contains($0.name) ?? false
        }
        guard free.count == 1 else { return nil }
        for reply in replies {
            switch reply {
            case .correction(let words, isExplicit: true):
                order.fill(free[0].name, with: .text(words), said: words)
                return order
            case .change(let old, let new):
                var text = Dictation()
                text.add(free[0].value.description)
                guard text.change(old, to: new) else { continue }
                order.fill(free[0].name, with: .text(text.text), said: text.text)
                return order
            default: continue
            }
        }
        return nil
    }
}

extension Reply {
    fileprivate var isCorrection: Bool {
        if case .correction = self { true } else { false }
    }
}

extension CommandReport {
    /// Whether it is something that can be done or asked about.
    fileprivate var isFit: Bool {
        switch decision {
        case .act, .ask: true
        case .refuse, nil: false
        }
    }
}
