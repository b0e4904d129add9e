extension Matcher {
    /// Reads the slots off the way to a node.
    func interpretation(endingIn last: Int, sentence number: Int) -> Interpretation {
        var way: [Node] = []
        var current = last
        while current >= 0 {
            way.append(nodes[current])
            current = Int(nodes[current].parent)
        }
        way.reverse()
        var reading = Reading(block: grammar.blocks[grammar.sentences[number].block])
        var wildcardStart = 0
        for (index, node) in way.enumerated().dropFirst() {
            let start = way[index - 1].position
            switch node.step {
            case .start, .skip: break
            case .word(let arc):
                let note = grammar.graph.arc(arc).note
                guard note >= 0 else { break }
                for capture in grammar.graph.captures[Int(note)] {
                    let words = max(0, node.position - capture.wordCount)..<node.position
                    take(capture.value, of: capture.list, slot: capture.slot, words: words, into: &reading)
                }
            case .list(let use, let value):
                let use = grammar.graph.listUses[use]
                take(value, of: use.list, slot: use.slot, words: start..<node.position, into: &reading)
            case .wildcard(let arc):
                if node.key.state != way[index - 1].key.state { wildcardStart = start }
                // Only the last word of a wildcard closes it.
                if index + 1 < way.count, way[index + 1].key.state == node.key.state { break }
                let slot = grammar.graph.arc(arc).note
                takeText(of: wildcardStart..<node.position, slot: slot, into: &reading)
            }
        }
        reading.addFixedSlots(context: context)
        return Interpretation(
            intent: grammar.intents[grammar.sentences[number].intent],
            slots: reading.slots,
            manner: .exact
        )
    }

    private func take(_ value: Int32, of list: Int, slot: Int32, words: Range<Int>, into reading: inout Reading) {
        let value = grammar.lists[list].values[Int(value)]
        reading.context.merge(value.context) { $1 }
        guard slot >= 0 else { return }
        let span = transcript.bytes(of: words)
        let text = transcript.text.slice(span)
        reading.set(grammar.slotNames[Int(slot)], to: value.out, others: value.others, text: text, span: span)
    }

    private func takeText(of words: Range<Int>, slot: Int32, into reading: inout Reading) {
        guard slot >= 0 else { return }
        let span = transcript.phrase(of: words)
        let text = transcript.text.slice(span)
        reading.set(grammar.slotNames[Int(slot)], to: .text(text), text: text, span: span)
    }

    /// The slots of an interpretation while they are read.
    struct Reading {
        let block: Grammar.Block
        var slots: [Interpretation.Slot] = []
        /// What the values that were said let know.
        var context: [String: SlotValue] = [:]

        init(block: Grammar.Block) {
            self.block = block
        }

        /// Sets a slot; what is said last counts.
        mutating func set(
            _ name: String,
            to value: SlotValue,
            others: [SlotValue] = [],
            text: String,
            span: Range<Int>?
        ) {
            slots.removeAll { $0.name == name }
            slots.append(Interpretation.Slot(name: name, value: value, others: others, text: text, span: span))
        }

        /// Adds the slots that the block supplies, unless they were said.
        mutating func addFixedSlots(context caller: [String: SlotValue]) {
            let said = Set(slots.map(\.name))
            for (name, value) in block.slots where !said.contains(name) {
                set(name, to: value, text: "", span: nil)
            }
            for condition in block.required {
                guard let slot = condition.slot, !said.contains(slot) else { continue }
                guard let value = context[condition.key] ?? caller[condition.key] else { continue }
                set(slot, to: value, text: "", span: nil)
            }
        }
    }
}
