extension SentenceCompiler {
    /// Goes on with a text.
    mutating func append(_ text: String, to cursors: SentenceCursors) throws(Failure) -> SentenceCursors {
        // No transcript is as long, so that such a sentence could never be said.
        guard text.utf8.count <= Grammar.longestTranscript else { throw .tooLong }
        isByLetters = isByLetters || text.unicodeScalars.contains { ScalarClass.isSpaceless($0.value) }
        let spoken = scope.compilation.piece(text)
        var cursors = spoken.beginsWithGap ? try flush(cursors) : cursors
        for (index, token) in spoken.tokens.enumerated() {
            if index > 0 { cursors = try flush(cursors) }
            cursors = try append(word: token.word, to: cursors)
        }
        return spoken.endsWithGap ? try flush(cursors) : cursors
    }

    /// Goes on with a list or a wildcard.
    mutating func append(
        _ pending: SentenceCursor.Pending,
        to cursors: SentenceCursors
    ) throws(Failure) -> SentenceCursors {
        var ends = SentenceCursors()
        var ended = SentenceCursors()
        for cursor in cursors.all {
            switch (cursor.pending, pending) {
            case (.nothing, _): ends.insert(SentenceCursor(state: cursor.state, pending: pending))
            case (.word(let beginning), .list(let slot, let list)) where !scope.compilation.lists[list].isNumeric:
                for end in try expand(list, slot: slot, from: cursor, after: beginning) { ends.insert(end) }
            default:
                isByLetters = true
                ended.insert(cursor)
            }
        }
        for cursor in try flush(ended).all { ends.insert(SentenceCursor(state: cursor.state, pending: pending)) }
        return ends
    }

    private mutating func append(word: String, to cursors: SentenceCursors) throws(Failure) -> SentenceCursors {
        var ends = SentenceCursors()
        var ended = SentenceCursors()
        for cursor in cursors.all {
            switch cursor.pending {
            case .nothing:
                ends.insert(SentenceCursor(state: cursor.state, pending: .word(word)))
            case .word(let beginning):
                ends.insert(
                    SentenceCursor(state: cursor.state, pending: .word(beginning + word), captures: cursor.captures)
                )
            case .list(let slot, let list) where !scope.compilation.lists[list].isNumeric:
                for var end in try expand(list, slot: slot, from: cursor, after: "") {
                    if case .word(let value) = end.pending { end.pending = .word(value + word) }
                    ends.insert(end)
                }
                // The format lets a gap follow a value even where the template has none.
                ended.insert(cursor)
            case .list, .wildcard:
                isByLetters = true
                ended.insert(cursor)
            }
        }
        for cursor in try flush(ended).all { ends.insert(SentenceCursor(state: cursor.state, pending: .word(word))) }
        return ends
    }

    /// Writes a list's values out where they are parts of words.
    private mutating func expand(
        _ list: Int,
        slot: Int32,
        from cursor: SentenceCursor,
        after beginning: String
    ) throws(Failure) -> [SentenceCursor] {
        var ends: [SentenceCursor] = []
        let compiled = scope.compilation.lists[list]
        guard compiled.trie.nodeCount <= Self.mostStates, compiled.values.count <= Self.mostCursors else {
            throw .tooComplex
        }
        let masks = scope.masks(of: list)
        for (ids, value) in compiled.trie.sequences() {
            let mask = masks?[Int(value)] ?? 0
            guard mask != ListUse.refused else { continue }
            let words = ids.map { builder.words.words[Int($0)] }
            guard let last = words.last, let first = words.first else { continue }
            let capture = Capture(list: list, value: value, slot: slot, wordCount: words.count, mask: mask)
            guard words.count > 1 else {
                ends.append(
                    SentenceCursor(
                        state: cursor.state,
                        pending: .word(beginning + last),
                        captures: cursor.captures + [capture]
                    )
                )
                continue
            }
            var state = builder.addState(sentence: sentence)
            builder.addWord(beginning + first, from: cursor.state, to: state, captures: cursor.captures)
            for word in words[1..<(words.count - 1)] {
                let next = builder.addState(sentence: sentence)
                builder.addWord(word, from: state, to: next, captures: [])
                state = next
            }
            ends.append(SentenceCursor(state: state, pending: .word(last), captures: [capture]))
        }
        return ends
    }

    /// Ends the pending words: all that was said leads into one new state.
    mutating func flush(_ cursors: SentenceCursors) throws(Failure) -> SentenceCursors {
        var ends = SentenceCursors()
        var target: Int32?
        var wildcards: [Int32: Int32] = [:]
        for cursor in cursors.all {
            switch cursor.pending {
            case .nothing: ends.insert(cursor)
            case .word(let text):
                let word = Self.trimmingApostrophes(text)
                guard !word.isEmpty else {
                    ends.insert(SentenceCursor(state: cursor.state))
                    continue
                }
                let state = target ?? builder.addState(sentence: sentence)
                target = state
                builder.addWord(word, from: cursor.state, to: state, captures: cursor.captures)
            case .list(let slot, let list):
                let state = target ?? builder.addState(sentence: sentence)
                target = state
                builder.addList(use: scope.use(of: list, slot: slot), from: cursor.state, to: state)
            case .wildcard(let slot):
                // Each slot's wildcard has a state of its own, on which it takes further words.
                let state = wildcards[slot] ?? builder.addState(sentence: sentence)
                if wildcards[slot] == nil {
                    builder.addWildcard(slot: slot, from: state, to: state)
                    ends.insert(SentenceCursor(state: state))
                }
                wildcards[slot] = state
                builder.addWildcard(slot: slot, from: cursor.state, to: state)
            }
        }
        if let target { ends.insert(SentenceCursor(state: target)) }
        return ends
    }

    private static func trimmingApostrophes(_ word: String) -> String {
        guard word.utf8.first == UInt8(ascii: "'") || word.utf8.last == UInt8(ascii: "'") else { return word }
        var bytes = Array(word.utf8)[...]
        while bytes.first == UInt8(ascii: "'") { bytes.removeFirst() }
        while bytes.last == UInt8(ascii: "'") { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
