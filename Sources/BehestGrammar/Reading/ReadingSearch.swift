/// Reads a transcript as some of a grammar's sentences, letter by letter.
struct ReadingSearch {
    private let grammar: Grammar
    private let reader: SentenceReader
    private let transcript: String
    private let context: [String: SlotValue]
    private let preference: ReadingPreference
    private var pass: ReadingPass
    private var forms: ReadingForms

    /// The most readings of one sentence that fit equally well.
    private static let mostTied = 8

    init(grammar: Grammar, transcript: String, context: [String: SlotValue], preference: ReadingPreference) {
        self.grammar = grammar
        self.transcript = transcript
        self.context = context
        self.preference = preference
        reader = grammar.reader
        pass = ReadingPass(reader: grammar.reader)
        forms = ReadingForms(transcript, reader: grammar.reader)
    }

    /// The sentences that the transcript's letters may be.
    ///
    /// - Parameter sentences: The sentences to look at; `nil` for all.
    /// - Returns: Those that have to be read to know more.
    mutating func candidates(among sentences: [Int32]? = nil) -> [Int32] {
        guard !forms.isEmpty else { return [] }
        return reader.filter.candidates(for: forms.all, among: sentences)
    }

    /// The best readings as one sentence; more than one only where they fit equally well.
    mutating func readings(of number: Int32) -> [Match] {
        guard !forms.isEmpty else { return [] }
        let sentence = grammar.sentences[Int(number)]
        let block = grammar.blocks[sentence.block]
        guard block.admits(context) else { return [] }
        if !block.keywords.isEmpty, forms.words(ofPack: sentence.pack).isDisjoint(with: block.keywordTexts) {
            return []
        }
        pass.block = block
        var best: MatchCost?
        var matches: [Match] = []
        for text in forms.texts(for: reader.sentences[Int(number)], pack: sentence.pack) {
            pass.begin(text.scalars)
            for state in pass.read(reader.sentences[Int(number)].node) {
                guard let way = ReadWay(state, in: text, pass: pass) else { continue }
                let known = knowledge(of: state)
                guard block.isMet(by: known) else { continue }
                let cost = cost(of: way, literals: Int(state.literals), block: block)
                if let best, best < cost { continue }
                if cost != best { matches = [] }
                best = cost
                guard matches.count < Self.mostTied else { continue }
                let match = match(of: way, in: text, sentence: Int(number), cost: cost, known: known)
                if !matches.contains(where: { $0.interpretation == match.interpretation }) { matches.append(match) }
            }
        }
        return matches
    }

    private func cost(of way: ReadWay, literals: Int, block: Grammar.Block) -> MatchCost {
        var cost = MatchCost(literals: literals)
        var nameLength: Int?
        if let name = preference.slot {
            if let slot = way.slots.last(where: { $0.name >= 0 && reader.slotNames[Int($0.name)] == name }) {
                if !slot.isWildcard { nameLength = isText(slot) ? Int(slot.end - slot.start) : 0 }
            } else if block.slots.contains(where: { $0.name == name }) {
                nameLength = 0
            }
        }
        for slot in way.slots where slot.isWildcard {
            cost.wildcards += 1
            cost.wildcardLetters += Int(slot.end - slot.start)
        }
        cost.preference = preference.worth(ofNameLength: nameLength, metadata: block.metadata)
        return cost
    }

    private func isText(_ slot: ReadingPass.FilledSlot) -> Bool {
        guard case .value(let list, let number) = slot.content else { return slot.isWildcard }
        guard case .values(let values, _) = reader.lists[Int(list)].content else { return false }
        guard let out = values[Int(number)].out else { return true }
        if case .text = out { return true }
        return false
    }

    /// What is known after all: what the caller knows and what the values let know.
    private func knowledge(of state: ReadingPass.State) -> [String: SlotValue] {
        guard state.knowledge >= 0 else { return context }
        var chain: [ReadingPass.Knowledge] = []
        var next = state.knowledge
        while next >= 0 {
            chain.append(pass.knowledge[Int(next)])
            next = pass.knowledge[Int(next)].previous
        }
        var known = context
        for link in chain.reversed() {
            guard case .values(let values, _) = reader.lists[Int(link.list)].content else { continue }
            known.merge(values[Int(link.value)].context) { $1 }
        }
        return known
    }

    // MARK: - What a way through a sentence means

    private func match(
        of way: ReadWay,
        in text: ReadableText,
        sentence: Int,
        cost: MatchCost,
        known: [String: SlotValue]
    ) -> Match {
        let block = grammar.blocks[grammar.sentences[sentence].block]
        var slots = SaidSlots()
        for slot in way.slots where slot.name >= 0 { take(slot, in: text, into: &slots) }
        slots.addFixedSlots(of: block, known: known)
        let interpretation = Interpretation(
            intent: grammar.intents[grammar.sentences[sentence].intent],
            slots: slots.all,
            manner: .exact
        )
        return Match(
            interpretation: interpretation,
            cost: cost,
            sentence: sentence,
            formatValues: slots.formatValues
        )
    }

    private func take(_ slot: ReadingPass.FilledSlot, in text: ReadableText, into slots: inout SaidSlots) {
        let name = reader.slotNames[Int(slot.name)]
        let bounds = Int(slot.start)..<Int(slot.end)
        var said = String(String.UnicodeScalarView(text.scalars[bounds].compactMap { Unicode.Scalar($0) }))
        if slot.isParted { said = String(said.map { $0 == "-" || $0 == "_" ? " " : $0 }) }
        var span = text.bytes(of: bounds, in: transcript)
        switch slot.content {
        case .wildcard:
            span = transcript.phrase(within: span)
            let text = transcript.slice(span)
            slots.set(name, to: .text(text), format: .text(said), text: text, span: span)
        case .number(let number, let isWhole, let isInDigits):
            let value = isWhole ? SlotValue.integer(Int(number)) : .number(number)
            slots.set(name, to: value, format: isInDigits ? .number(number) : value, in: transcript, span: span)
        case .value(let list, let number):
            guard case .values(let values, _) = reader.lists[Int(list)].content else { return }
            let value = values[Int(number)]
            slots.set(name, to: value.out ?? .text(said), others: value.others, in: transcript, span: span)
        }
    }
}

/// One way in which a whole text can be said: the slots that it fills, in order.
private struct ReadWay {
    private(set) var slots: [ReadingPass.FilledSlot] = []

    /// Follows a state back; `nil` if it leaves text over, or nothing for a wildcard.
    init?(_ state: ReadingPass.State, in text: ReadableText, pass: ReadingPass) {
        var next = state.slot
        while next >= 0 {
            slots.append(pass.slots[Int(next)])
            next = pass.slots[Int(next)].previous
        }
        slots.reverse()
        if case .wildcard(isOpen: true, _) = slots.last?.content {
            // The wildcard takes all that is left.
            slots[slots.count - 1].start = state.position
            slots[slots.count - 1].end = Int32(text.scalars.count)
            slots[slots.count - 1].isParted = state.isParted
        } else if !ReadableText.isEmpty(text.scalars[Int(state.position)...]) {
            return nil
        }
        for index in slots.indices where slots[index].isWildcard {
            slots[index].trim(in: text.scalars)
            if slots[index].start == slots[index].end { return nil }
        }
    }
}

extension ReadingPass.FilledSlot {
    /// Leaves out the spaces at both ends.
    fileprivate mutating func trim(in scalars: [UInt32]) {
        while start < end, ScalarClass.isSpace(scalars[Int(start)]) { start += 1 }
        while start < end, ScalarClass.isSpace(scalars[Int(end) - 1]) { end -= 1 }
    }
}

extension ReadableText {
    /// Where a part stands in the original text without the spaces around it, in UTF-8 bytes.
    fileprivate func bytes(of range: Range<Int>, in original: String) -> Range<Int> {
        guard let first = range.first(where: { !ScalarClass.isSpace(scalars[$0]) }),
            let last = range.last(where: { !ScalarClass.isSpace(scalars[$0]) })
        else { return 0..<0 }
        let (from, to) = (Int(sources[first]), Int(sources[last]))
        var offset = 0
        var start = 0
        for (index, scalar) in original.unicodeScalars.enumerated() {
            if index == from { start = offset }
            if index > to { return start..<offset }
            offset += UTF8.width(scalar)
        }
        return min(start, offset)..<offset
    }
}
