/// One reading of a text by the reader's pieces: every way in which a sentence may go on is followed, in the order in which the
/// template names them.
struct ReadingPass {
    /// One way in which a sentence may be said so far.
    struct State: Hashable {
        /// The place in the text that is reached.
        var position: Int32
        /// The last slot filled; -1 for none.
        var slot: Int32 = -1
        /// The last list value that let something be known; -1 for none.
        var knowledge: Int32 = -1
        /// How many scalars of the sentence's own were said.
        var literals: Int32 = 0
        /// Whether a word begins here.
        var beginsWord = true
        /// Whether hyphens are read as spaces from here on.
        var isParted = false
    }

    /// A slot that has been filled.
    struct FilledSlot {
        enum Content {
            case value(list: Int32, value: Int32)
            case number(Double, isWhole: Bool, isInDigits: Bool)
            /// Any text; while it is open, its end is not known yet.
            case wildcard(isOpen: Bool, endsWord: Bool)
        }

        var previous: Int32
        var name: Int32
        var content: Content
        var start: Int32
        var end: Int32
        var isParted: Bool

        var isWildcard: Bool {
            if case .wildcard = content { return true }
            return false
        }
    }

    /// A list value that let something be known.
    struct Knowledge {
        var previous: Int32
        var list: Int32
        var value: Int32
    }

    /// The most steps of one transcript; beyond them nothing more is found.
    static let mostSteps = 400_000
    /// How deep pieces may stand within each other.
    static let deepest = 400

    let reader: SentenceReader
    var block: Grammar.Block?
    /// The text as it is compared, and the same with spaces for hyphens.
    var text: [UInt32] = []
    private var partedText: [UInt32] = []
    private(set) var lastHyphen = -1
    private var source: [UInt32] = []
    var states: [State] = []
    var slots: [FilledSlot] = []
    var knowledge: [Knowledge] = []
    var steps = 0
    var depth = 0

    init(reader: SentenceReader) {
        self.reader = reader
        states.reserveCapacity(256)
        slots.reserveCapacity(64)
    }

    /// Takes another text to read.
    mutating func begin(_ scalars: [UInt32]) {
        guard scalars != source else { return }
        source = scalars
        text = scalars.map(ScalarClass.folded)
        lastHyphen = text.lastIndex { $0 == 0x2D || $0 == 0x5F } ?? -1
        partedText = lastHyphen < 0 ? text : text.map { $0 == 0x2D || $0 == 0x5F ? 0x20 : $0 }
    }

    /// The ways in which a sentence can be said, in order.
    mutating func read(_ node: Int32) -> [State] {
        states.removeAll(keepingCapacity: true)
        slots.removeAll(keepingCapacity: true)
        knowledge.removeAll(keepingCapacity: true)
        states.append(State(position: 0))
        follow(node, from: 0..<1)
        return Array(states[1...])
    }

    /// The text of a state.
    func text(isParted: Bool) -> [UInt32] { isParted ? partedText : text }

    /// The place after the spaces at a place.
    func skippingSpaces(from position: Int, isParted: Bool) -> Int {
        var position = position
        while position < text.count, ScalarClass.isSpace(isParted ? partedText[position] : text[position]) {
            position += 1
        }
        return position
    }

    /// Adds the states after a piece, for each of some states in order.
    mutating func follow(_ node: Int32, from range: Range<Int>) {
        steps += range.count
        guard steps <= Self.mostSteps, depth <= Self.deepest else { return }
        depth += 1
        defer { depth -= 1 }
        switch reader.nodes[Int(node)] {
        case .never: return
        case .chunk(let chunk):
            for index in range where steps <= Self.mostSteps { follow(chunk: chunk, from: states[index]) }
        case .sequence(let items): follow(items, from: range)
        case .alternatives(let items, _):
            let start = states.count
            for index in range {
                for item in items { follow(item, from: index..<index + 1) }
            }
            dropRepetitions(from: start)
        case .permutation(let items):
            let start = states.count
            for index in range { permute(items, left: (1 << UInt32(items.count)) &- 1, from: index..<index + 1) }
            dropRepetitions(from: start)
        case .list(let list, let slot):
            for index in range { follow(list: list, slot: slot, from: states[index]) }
        case .wildcard(let slot, let endsWord):
            for index in range where Int(states[index].position) < text.count {
                var state = states[index]
                slots.append(
                    FilledSlot(
                        previous: state.slot,
                        name: slot,
                        content: .wildcard(isOpen: true, endsWord: endsWord),
                        start: state.position,
                        end: state.position,
                        isParted: state.isParted
                    )
                )
                state.slot = Int32(slots.count - 1)
                states.append(state)
            }
        }
    }

    private mutating func follow(_ items: [Int32], from range: Range<Int>) {
        let start = states.count
        var range = range
        for item in items {
            let next = states.count
            follow(item, from: range)
            range = next..<states.count
            if range.isEmpty { break }
        }
        if items.isEmpty { return }
        states.removeSubrange(start..<max(start, range.lowerBound))
    }

    private mutating func permute(_ items: [Int32], left: UInt32, from range: Range<Int>) {
        if left.nonzeroBitCount == 1 {
            follow(items[left.trailingZeroBitCount], from: range)
            return
        }
        for (index, item) in items.enumerated() where left & (1 << UInt32(index)) != 0 {
            let start = states.count
            follow(item, from: range)
            let end = states.count
            for said in start..<end { permute(items, left: left & ~(1 << UInt32(index)), from: said..<said + 1) }
            states.removeSubrange(start..<end)
        }
    }

    /// Drops states that are there already: what could follow them follows the first of them.
    private mutating func dropRepetitions(from start: Int) {
        guard states.count - start > 1 else { return }
        if states.count - start <= 6 {
            var kept = start + 1
            for index in start + 1..<states.count where !states[start..<kept].contains(states[index]) {
                states[kept] = states[index]
                kept += 1
            }
            states.removeSubrange(kept...)
            return
        }
        var seen: Set<State> = []
        var kept = start
        for index in start..<states.count where seen.insert(states[index]).inserted {
            states[kept] = states[index]
            kept += 1
        }
        states.removeSubrange(kept...)
    }
}

// MARK: - Texts

extension ReadingPass {
    /// The slot of a wildcard that is still open in a state.
    func openWildcard(of state: State) -> FilledSlot? {
        guard state.slot >= 0, case .wildcard(isOpen: true, _) = slots[Int(state.slot)].content else { return nil }
        return slots[Int(state.slot)]
    }

    /// Adds the states after a text.
    mutating func follow(chunk number: Int32, from state: State) {
        let chunk = reader.chunks[Int(number)]
        guard !chunk.scalars.isEmpty else {
            states.append(state)
            return
        }
        var position = Int(state.position)
        var first = 0
        if !reader.isUnspaced, state.beginsWord {
            first = chunk.leadingSpaces
            position = skippingSpaces(from: position, isParted: state.isParted)
        }
        if let wildcard = openWildcard(of: state) {
            end(wildcard, with: chunk, from: first, at: position, in: state)
            return
        }
        if begins(chunk, from: first, at: position, isParted: state.isParted) {
            var next = state
            next.position = Int32(position + chunk.scalars.count - first)
            next.beginsWord = chunk.endsWord
            next.literals += Int32(chunk.length)
            states.append(next)
            return
        }
        if chunk.isBlank, skippingSpaces(from: position, isParted: state.isParted) == text.count {
            states.append(state)
            return
        }
        // A hyphen in the text may stand for the space of a template.
        guard lastHyphen >= position, !state.isParted, begins(chunk, from: first, at: position, isParted: true) else {
            return
        }
        var next = state
        next.position = Int32(position + chunk.scalars.count - first)
        next.isParted = true
        states.append(next)
    }

    /// Whether the text goes on with a chunk.
    func begins(_ chunk: ReaderChunk, from first: Int, at position: Int, isParted: Bool) -> Bool {
        let count = chunk.scalars.count - first
        guard position + count <= text.count else { return false }
        for offset in 0..<count {
            let scalar = isParted ? partedText[position + offset] : text[position + offset]
            if scalar != chunk.scalars[first + offset] { return false }
        }
        return true
    }

    /// Ends a wildcard wherever a chunk stands after it.
    private mutating func end(
        _ wildcard: FilledSlot,
        with chunk: ReaderChunk,
        from first: Int,
        at position: Int,
        in state: State
    ) {
        if chunk.isBlank {
            var next = state
            next.position = Int32(position)
            next.beginsWord = true
            states.append(next)
            return
        }
        var wholeWord = false
        if case .wildcard(_, let endsWord) = wildcard.content { wholeWord = endsWord && !reader.isUnspaced }
        var place = find(chunk, from: first, after: position, wordsOnly: wholeWord, isParted: state.isParted)
        if place == position {
            place = find(chunk, from: first, after: position + 1, wordsOnly: wholeWord, isParted: state.isParted)
        }
        while let found = place, found > position {
            slots.append(
                FilledSlot(
                    previous: wildcard.previous,
                    name: wildcard.name,
                    content: .wildcard(isOpen: false, endsWord: false),
                    start: Int32(position),
                    end: Int32(found),
                    isParted: state.isParted
                )
            )
            // The word begins here, so its own spaces count no more.
            let start = reader.isUnspaced ? 0 : chunk.leadingSpaces
            let skipped = reader.isUnspaced ? found : skippingSpaces(from: found, isParted: state.isParted)
            if begins(chunk, from: start, at: skipped, isParted: state.isParted) {
                var next = state
                next.slot = Int32(slots.count - 1)
                next.position = Int32(skipped + chunk.scalars.count - start)
                next.beginsWord = chunk.endsWord
                next.literals += Int32(chunk.length)
                states.append(next)
            }
            steps += 1
            place = find(chunk, from: first, after: found + 1, wordsOnly: false, isParted: state.isParted)
        }
    }

    /// The first place where a chunk stands.
    private func find(
        _ chunk: ReaderChunk,
        from first: Int,
        after start: Int,
        wordsOnly: Bool,
        isParted: Bool
    ) -> Int? {
        let count = chunk.scalars.count - first
        guard start + count <= text.count else { return nil }
        for place in start...(text.count - count) where begins(chunk, from: first, at: place, isParted: isParted) {
            guard wordsOnly else { return place }
            // What stands before the first place looked at does not count.
            let isAfterWord = place > start && ScalarClass.isWord(text(isParted: isParted)[place - 1])
            if isAfterWord != ScalarClass.isWord(text(isParted: isParted)[place]) { return place }
        }
        return nil
    }
}
