extension Matcher {
    /// What the words mean on a way.
    func match(on found: Way) -> Match {
        var way: [Node] = []
        var current = found.node
        while current >= 0 {
            way.append(nodes[current])
            current = Int(nodes[current].parent)
        }
        way.reverse()
        let sentence = grammar.sentences[found.sentence]
        let block = grammar.blocks[sentence.block]
        var reading = Reading(known: context)
        read(way, into: &reading)
        reading.slots.addFixedSlots(of: block, known: reading.known)
        var cost = nodes[found.node].cost
        cost.preference = preference.worth(ofNameLength: nameLength(in: reading), metadata: block.metadata)
        let interpretation = Interpretation(
            intent: grammar.intents[sentence.intent],
            slots: reading.slots.all,
            manner: .exact
        )
        return Match(
            interpretation: interpretation,
            cost: cost,
            sentence: found.sentence,
            formatValues: reading.slots.formatValues
        )
    }

    private func nameLength(in reading: Reading) -> Int? {
        guard let name = preference.slot, !reading.free.contains(name) else { return nil }
        guard let slot = reading.slots.all.first(where: { $0.name == name }) else { return nil }
        guard case .text = slot.value else { return 0 }
        return slot.text.unicodeScalars.count
    }

    /// Reads the slots off the way to a node.
    private func read(_ way: [Node], into reading: inout Reading) {
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
    }

    private func take(_ value: Int32, of list: Int, slot: Int32, words: Range<Int>, into reading: inout Reading) {
        let value = grammar.lists[list].values[Int(value)]
        if !value.context.isEmpty { reading.known.merge(value.context) { $1 } }
        guard slot >= 0 else { return }
        let name = grammar.slotNames[Int(slot)]
        let span = transcript.bytes(of: words)
        var format: SlotValue?
        if case .integer(let number) = value.out, grammar.lists[list].isNumeric, transcript.isInDigits(words) {
            format = .number(Double(number))
        }
        reading.slots.set(name, to: value.out, format: format, others: value.others, in: transcript.text, span: span)
        reading.free.remove(name)
    }

    private func takeText(of words: Range<Int>, slot: Int32, into reading: inout Reading) {
        guard slot >= 0 else { return }
        let name = grammar.slotNames[Int(slot)]
        let span = transcript.phrase(of: words)
        let text = transcript.text.slice(span)
        reading.slots.set(name, to: .text(text), text: text, span: span)
        reading.free.insert(name)
    }

    /// What is read off a way.
    private struct Reading {
        var slots = SaidSlots()
        /// What is known beside the words, and what the values that were said let know.
        var known: [String: SlotValue]
        /// The slots that took whatever was said.
        var free: Set<String> = []
    }
}
