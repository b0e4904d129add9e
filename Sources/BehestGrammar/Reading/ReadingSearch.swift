/// Tries the sentences of a grammar on one text, in their order.
struct ReadingSearch {
    private let reader: SentenceReader
    private let transcript: String
    private let context: [String: SlotValue]
    private var pass: ReadingPass
    /// The text as it was said.
    private let whole: ReadableText
    private var forms: [Forms]

    /// The forms of a text that one pack's sentences are tried on, which differ in what has been taken out as meaningless.
    private struct Forms {
        var skipWords: SkipWords
        var spoken: ReadableText
        var without: ReadableText
        var hasSkipped: Bool
        var keptAtStart: ReadableText?
        var keptAtEnd: ReadableText?
        var keywords: Set<[UInt32]>
    }

    init(reader: SentenceReader, transcript: String, context: [String: SlotValue]) {
        self.reader = reader
        self.transcript = transcript
        self.context = context
        pass = ReadingPass(reader: reader)
        let whole = ReadableText(transcript: transcript)
        self.whole = whole
        forms = reader.skipWords.map { skipWords in
            var without = whole
            if !skipWords.isEmpty { skipWords.remove(from: &without, ignoringSpaces: reader.isUnspaced) }
            let words = without.scalars.split(whereSeparator: ScalarClass.isSpace)
            return Forms(
                skipWords: skipWords,
                spoken: Self.finished(whole, isUnspaced: reader.isUnspaced),
                without: Self.finished(without, isUnspaced: reader.isUnspaced),
                hasSkipped: without.scalars != whole.scalars,
                keywords: Set(words.map { $0.map(ScalarClass.folded) })
            )
        }
    }

    /// Finds every reading, in order.
    mutating func run(_ take: (SentenceReading) -> Void) {
        guard !whole.scalars.isEmpty else { return }
        var texts = forms.flatMap { $0.hasSkipped ? [$0.spoken, $0.without] : [$0.spoken] }
        if reader.isUnspaced { texts.append(whole) }
        var folded: [[UInt32]] = []
        for text in texts {
            let scalars = text.scalars.map(ScalarClass.folded)
            if !folded.contains(scalars) { folded.append(scalars) }
        }
        var allowed: [Int: Bool] = [:]
        for number in reader.filter.candidates(for: folded) {
            let sentence = reader.sentences[Int(number)]
            let block = reader.blocks[sentence.block]
            let isAllowed = allowed[sentence.block] ?? allows(block)
            allowed[sentence.block] = isAllowed
            guard isAllowed else { continue }
            pass.block = block
            for text in self.texts(for: sentence, pack: block.skipWords) {
                pass.begin(text.scalars)
                for state in pass.read(sentence.node) {
                    guard let reading = reading(of: state, in: text, sentence: Int(number), block: block) else {
                        continue
                    }
                    take(reading)
                }
            }
        }
    }

    private func allows(_ block: SentenceReader.Block) -> Bool {
        if !block.keywords.isEmpty, block.keywords.isDisjoint(with: forms[block.skipWords].keywords) { return false }
        return block.admits(context)
    }

    /// The forms of the text that a sentence is tried on.
    private mutating func texts(for sentence: SentenceReader.Sentence, pack: Int) -> [ReadableText] {
        if sentence.isWildcard { return [whole] }
        let without = forms[pack].without
        var chosen = without
        if sentence.beginsWithWildcard {
            chosen = form(\.keptAtStart, of: pack) { $0.removeFromEnd(of: &$1, ignoringSpaces: $2) }
        } else if sentence.endsWithWildcard {
            chosen = form(\.keptAtEnd, of: pack) { $0.removeFromStart(of: &$1, ignoringSpaces: $2) }
        }
        guard forms[pack].hasSkipped, chosen.scalars == without.scalars else { return [chosen] }
        return [forms[pack].spoken, chosen]
    }

    private mutating func form(
        _ path: WritableKeyPath<Forms, ReadableText?>,
        of pack: Int,
        remove: (SkipWords, inout ReadableText, Bool) -> Void
    ) -> ReadableText {
        if let known = forms[pack][keyPath: path] { return known }
        var text = whole
        if !forms[pack].skipWords.isEmpty { remove(forms[pack].skipWords, &text, reader.isUnspaced) }
        let finished = Self.finished(text, isUnspaced: reader.isUnspaced)
        forms[pack][keyPath: path] = finished
        return finished
    }

    private static func finished(_ text: ReadableText, isUnspaced: Bool) -> ReadableText {
        var text = text
        if isUnspaced { text.joinUnspaced() } else { text.appendSpace() }
        return text
    }
}

// MARK: - What a way through a sentence means

extension ReadingSearch {
    private func reading(
        of state: ReadingPass.State,
        in text: ReadableText,
        sentence: Int,
        block: SentenceReader.Block
    ) -> SentenceReading? {
        var filled: [ReadingPass.FilledSlot] = []
        var next = state.slot
        while next >= 0 {
            filled.append(pass.slots[Int(next)])
            next = pass.slots[Int(next)].previous
        }
        filled.reverse()
        let rest = text.scalars[Int(state.position)...]
        if case .wildcard(isOpen: true, _) = filled.last?.content {
            // The wildcard takes all that is left.
            filled[filled.count - 1].start = state.position
            filled[filled.count - 1].end = Int32(text.scalars.count)
            filled[filled.count - 1].isParted = state.isParted
        } else if !ReadableText.isEmpty(rest) {
            return nil
        }
        for index in filled.indices where filled[index].isWildcard {
            filled[index].trim(in: text.scalars)
            if filled[index].start == filled[index].end { return nil }
        }
        guard let knowledge = knowledge(of: state), block.isMet(by: knowledge) else { return nil }
        let wildcards = filled.filter(\.isWildcard)
        var reading = SentenceReading(
            intent: block.intent,
            slots: [],
            response: block.response,
            metadata: block.metadata,
            sentence: sentence,
            wildcards: [],
            wildcardCount: wildcards.count,
            wildcardLength: wildcards.reduce(0) { $0 + Int($1.end - $1.start) },
            literals: Int(state.literals)
        )
        for slot in filled {
            reading.set(self.slot(slot, in: text), isWildcard: slot.isWildcard)
        }
        let said = Set(reading.slots.map(\.name))
        for (name, value) in block.slots where !said.contains(name) {
            reading.set(.init(name: name, value: value, text: "", span: nil), isWildcard: false)
        }
        for condition in block.required {
            guard let name = condition.slot, !said.contains(name), let value = knowledge[condition.key] else {
                continue
            }
            reading.set(.init(name: name, value: value, text: "", span: nil), isWildcard: false)
        }
        return reading
    }

    /// What is known after all: what the caller knows and what the values let know.
    private func knowledge(of state: ReadingPass.State) -> [String: SlotValue]? {
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

    private func slot(_ slot: ReadingPass.FilledSlot, in text: ReadableText) -> Interpretation.Slot {
        let bounds = Int(slot.start)..<Int(slot.end)
        var said = String(String.UnicodeScalarView(text.scalars[bounds].compactMap { Unicode.Scalar($0) }))
        if slot.isParted { said = String(said.map { $0 == "-" || $0 == "_" ? " " : $0 }) }
        var value = SlotValue.text(said)
        var others: [SlotValue] = []
        switch slot.content {
        case .wildcard: break
        case .number(let number, let isWhole): value = isWhole ? .integer(Int(number)) : .number(number)
        case .value(let list, let number):
            if case .values(let values, _) = reader.lists[Int(list)].content {
                value = values[Int(number)].out ?? value
                others = values[Int(number)].others
            }
        }
        return Interpretation.Slot(
            name: reader.slotNames[Int(slot.name)],
            value: value,
            others: others,
            text: said,
            span: text.bytes(of: bounds, in: transcript)
        )
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
    /// Where a part stands in the original text, in UTF-8 bytes.
    fileprivate func bytes(of range: Range<Int>, in original: String) -> Range<Int> {
        guard let first = range.first, let last = range.last else { return 0..<0 }
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

extension SentenceReading {
    fileprivate mutating func set(_ slot: Interpretation.Slot, isWildcard: Bool) {
        slots.removeAll { $0.name == slot.name }
        slots.append(slot)
        if isWildcard { wildcards.insert(slot.name) } else { wildcards.remove(slot.name) }
    }
}
