extension ReadingPass {
    /// Adds the states after a value of a list.
    mutating func follow(list number: Int32, slot: Int32, from state: State) {
        guard Int(state.position) < text.count else { return }
        if reader.lists[Int(number)].beginsWords {
            let start = skippingSpaces(from: Int(state.position), isParted: state.isParted)
            guard start == 0 || !ScalarClass.isWord(text(isParted: state.isParted)[start - 1]) else { return }
        }
        switch reader.lists[Int(number)].content {
        case .numbers(let range, let language): follow(range, language: language, slot: slot, from: state)
        case .values(let values, let index):
            if reader.isUnspaced || !state.beginsWord || openWildcard(of: state) != nil {
                for value in values.indices {
                    follow(Int32(value), of: number, values[value], slot: slot, from: state)
                }
                return
            }
            let start = skippingSpaces(from: Int(state.position), isParted: state.isParted)
            guard start < text.count else { return }
            var found: [Int32] = []
            index.find(in: text(isParted: state.isParted), at: start, into: &found)
            if !state.isParted, lastHyphen >= start { index.find(in: text(isParted: true), at: start, into: &found) }
            found += index.others
            for value in found { follow(value, of: number, values[Int(value)], slot: slot, from: state) }
        }
    }

    private mutating func follow(
        _ number: Int32,
        of list: Int32,
        _ value: ReaderList.Value,
        slot: Int32,
        from state: State
    ) {
        if value.chunk >= 0, reader.chunks[Int(value.chunk)].isBlank { return }
        guard value.context.isEmpty || block?.admits(value.context) ?? true else { return }
        let start = states.count
        states.append(state)
        follow(value.node, from: start..<start + 1)
        for index in start + 1..<states.count {
            var next = states[index]
            if slot >= 0 {
                var from = state.position
                if next.slot >= 0, slots[Int(next.slot)].isWildcard {
                    from = afterWildcard(slots[Int(next.slot)], from: state)
                }
                slots.append(
                    FilledSlot(
                        previous: next.slot,
                        name: slot,
                        content: .value(list: list, value: number),
                        start: from,
                        end: max(from, next.position),
                        isParted: state.isParted
                    )
                )
                next.slot = Int32(slots.count - 1)
            }
            if !value.context.isEmpty {
                knowledge.append(Knowledge(previous: state.knowledge, list: list, value: number))
                next.knowledge = Int32(knowledge.count - 1)
            }
            next.literals = state.literals
            next.beginsWord = state.beginsWord
            states[index - 1] = next
        }
        states.removeLast()
    }

    /// Where a value begins whose own text has ended a wildcard.
    private func afterWildcard(_ wildcard: FilledSlot, from state: State) -> Int32 {
        let count = Int(wildcard.end - wildcard.start)
        let start = Int(state.position)
        guard start + count <= text.count else { return state.position }
        for offset in 0..<count where text[start + offset] != text[Int(wildcard.start) + offset] {
            return state.position
        }
        return state.position + Int32(count)
    }
}

// MARK: - Numbers

extension ReadingPass {
    private mutating func follow(_ range: NumberRange, language: String, slot: Int32, from state: State) {
        let wildcard = openWildcard(of: state)
        let written = writtenNumbers(in: state, allowsFraction: range.fractions != nil, isAnywhere: wildcard != nil)
        guard written.isEmpty else {
            guard range.allowsDigits else { return }
            for (bounds, number) in written where range.contains(number) {
                take(
                    Self.content(number, of: range, isInDigits: true),
                    at: bounds,
                    slot: slot,
                    after: wildcard,
                    from: state
                )
            }
            return
        }
        guard range.allowsWords else { return }
        let spelled = SpelledNumbers.of(range, language: language)
        let text = text(isParted: state.isParted)
        let start = Int(state.position)
        let found =
            wildcard == nil
            ? spelled.find(in: text, at: start).map { (start, $0) } : spelled.findAll(in: text, from: start)
        for (place, spelling) in found {
            var next = state
            next.literals += Int32(spelling.end - place)
            next.beginsWord = false
            take(
                Self.content(spelling.number, of: range, isInDigits: false),
                at: place..<spelling.end,
                slot: slot,
                after: wildcard,
                from: next
            )
        }
    }

    private static func content(_ number: Double, of range: NumberRange, isInDigits: Bool) -> FilledSlot.Content {
        let isWhole = range.multiplier == nil && number == number.rounded()
        return .number(number * (range.multiplier ?? 1), isWhole: isWhole, isInDigits: isInDigits)
    }

    private mutating func take(
        _ content: FilledSlot.Content,
        at bounds: Range<Int>,
        slot: Int32,
        after wildcard: FilledSlot?,
        from state: State
    ) {
        var next = state
        if var wildcard {
            wildcard.content = .wildcard(isOpen: false, endsWord: false)
            wildcard.start = state.position
            wildcard.end = Int32(bounds.lowerBound)
            slots.append(wildcard)
            next.slot = Int32(slots.count - 1)
        }
        slots.append(
            FilledSlot(
                previous: next.slot,
                name: slot,
                content: content,
                start: Int32(bounds.lowerBound),
                end: Int32(bounds.upperBound),
                isParted: state.isParted
            )
        )
        next.slot = Int32(slots.count - 1)
        next.position = Int32(bounds.upperBound)
        states.append(next)
    }

    /// The numbers that stand in digits at a place, with the spaces before them; or anywhere from there on.
    private func writtenNumbers(
        in state: State,
        allowsFraction: Bool,
        isAnywhere: Bool
    ) -> [(Range<Int>, Double)] {
        let text = text(isParted: state.isParted)
        var numbers: [(Range<Int>, Double)] = []
        var place = Int(state.position)
        while place < text.count {
            if let (end, number) = writtenNumber(in: text, at: place, allowsFraction: allowsFraction) {
                numbers.append((place..<end, number))
                place = end
            } else {
                place += 1
            }
            guard isAnywhere else { break }
        }
        return numbers
    }

    private func writtenNumber(in text: [UInt32], at start: Int, allowsFraction: Bool) -> (Int, Double)? {
        var end = start
        while end < text.count, ScalarClass.isSpace(text[end]) { end += 1 }
        var digits = ""
        func takeDigits() {
            while end < text.count, ScalarClass.isDigit(text[end]), let digit = Unicode.Scalar(text[end]) {
                digits.unicodeScalars.append(digit)
                end += 1
            }
        }
        if end < text.count, text[end] == 0x2D {
            digits = "-"
            end += 1
        }
        let firstDigit = end
        takeDigits()
        guard end > firstDigit else { return nil }
        if allowsFraction, end + 1 < text.count, text[end] == 0x2E || text[end] == 0x2C,
            ScalarClass.isDigit(text[end + 1])
        {
            digits += "."
            end += 1
            takeDigits()
        }
        return Double(digits).map { (end, $0) }
    }
}
