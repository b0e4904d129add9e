extension ReadableText {
    /// Whether the text is nothing but spaces and signs that mean nothing.
    static func isEmpty(_ scalars: ArraySlice<UInt32>) -> Bool {
        guard scalars.contains(where: { !ScalarClass.isSpace($0) }) else { return true }
        var text = ReadableText(String(String.UnicodeScalarView(scalars.compactMap { Unicode.Scalar($0) })))
        text.removeSigns()
        return text.scalars.allSatisfy { ScalarClass.isSpace($0) }
    }

    /// Removes the signs at the ends of the text and of its words; those within words, and the dots of initials, stay.
    mutating func removeSigns() {
        guard scalars.contains(where: { Self.isSign($0) }) else { return }
        var start = 0
        while start < scalars.count, Self.isSign(scalars[start]) { start += 1 }
        if start > 0 { remove(0..<start) }
        if !endsWithInitials {
            var end = scalars.count
            while end > 0, Self.isSign(scalars[end - 1]) { end -= 1 }
            if end < scalars.count { remove(end..<scalars.count) }
        }
        removeRuns(of: Self.isSign, after: Self.isOther, before: ScalarClass.isWord)
        removeRuns(of: { $0 != Self.dot && Self.isSign($0) }, after: ScalarClass.isWord, before: Self.isOther)
        removeFinalDots()
        removeRuns(of: Self.isSign, after: Self.isOther, before: Self.isOther)
    }

    /// Removes runs of signs between two kinds of scalars; of a longer run, as much as ends before the second kind.
    private mutating func removeRuns(
        of sign: (UInt32) -> Bool,
        after before: (UInt32) -> Bool,
        before after: (UInt32) -> Bool
    ) {
        remove { scalars, start in
            guard start > 0, sign(scalars[start]), before(scalars[start - 1]) else { return nil }
            var end = start
            while end < scalars.count, sign(scalars[end]) { end += 1 }
            while end > start {
                if end < scalars.count, after(scalars[end]) { return end }
                end -= 1
            }
            return nil
        }
    }

    /// Removes the dots that end a word, unless they stand after initials.
    private mutating func removeFinalDots() {
        remove { scalars, start in
            guard scalars[start] == Self.dot, start + 1 < scalars.count, Self.isOther(scalars[start + 1]) else {
                return nil
            }
            let isInitial =
                start >= 3 && ScalarClass.isWord(scalars[start - 1]) && scalars[start - 2] == Self.dot
                && ScalarClass.isWord(scalars[start - 3])
            return isInitial ? nil : start + 1
        }
    }

    /// Whether the text ends as "A.C." does.
    private var endsWithInitials: Bool {
        var end = scalars.count
        var count = 0
        while end >= 2, scalars[end - 1] == Self.dot, ScalarClass.isWord(scalars[end - 2]) {
            count += 1
            // The first initial begins a word.
            if count >= 2, end == 2 || !ScalarClass.isWord(scalars[end - 3]) { return true }
            end -= 2
        }
        return false
    }

    private static let dot: UInt32 = 0x2E

    private static func isOther(_ scalar: UInt32) -> Bool { !ScalarClass.isWord(scalar) }

    private static func isSign(_ scalar: UInt32) -> Bool {
        switch scalar {
        // . , ? ! ; : and the same signs of other scripts, and the curly apostrophe.
        case 0x2E, 0x2C, 0x3F, 0x21, 0x3B, 0x3A, 0x3002, 0xFF0C, 0xFF1F, 0xBF, 0x61F, 0xA1, 0xFF01, 0xFF1B, 0xFF1A,
            0x2019:
            true
        default: false
        }
    }
}
