/// A place at which an utterance may go on to its next command.
struct SpokenCut: Sendable, Hashable {
    /// The word after the last one of the command before it.
    var end: Int
    /// The first word of the command after it; the words between the two only join them.
    var start: Int
    /// Whether something new must begin here, as after "and then" or a full stop, rather than may, as after "and".
    var isStrong: Bool
}

extension SpokenCut {
    /// All places in a text at which it may be cut, in order; none at its ends.
    static func all(in text: String, tokens: [SpokenToken], connectives: Connectives) -> [SpokenCut] {
        let bytes = Array(text.utf8)
        var cuts: [SpokenCut] = []
        var place = 1
        while place < tokens.count {
            let before = tokens[place - 1].bytes.upperBound
            let gap = Gap(bytes[before..<max(before, tokens[place].bytes.lowerBound)])
            let strong = connectives.strong.longestPhrase(in: tokens, at: place)
            let weak = connectives.weak.longestPhrase(in: tokens, at: place)
            let start = place + max(strong, weak)
            guard start < tokens.count else { break }
            if gap != .none || start > place {
                let isStrong = gap == .strong || strong > 0 && strong >= weak
                if let last = cuts.last, last.start == place {
                    // "and, then": one connective after the other.
                    cuts[cuts.count - 1] = SpokenCut(end: last.end, start: start, isStrong: last.isStrong || isStrong)
                } else {
                    cuts.append(SpokenCut(end: place, start: start, isStrong: isStrong))
                }
            }
            place = max(start, place + 1)
        }
        return cuts
    }

    /// What stands between two words.
    private enum Gap {
        case none, weak, strong

        init(_ bytes: ArraySlice<UInt8>) {
            let text = String(decoding: bytes, as: UTF8.self)
            let isSpaced = text.unicodeScalars.contains(where: \.properties.isWhitespace)
            // A dot or a comma within a word or a number ends nothing; the full-width ones need no space after them.
            if text.unicodeScalars.contains(where: { Self.fullWidthStops.contains($0) })
                || isSpaced && text.unicodeScalars.contains(where: { Self.stops.contains($0) })
            {
                self = .strong
            } else if text.unicodeScalars.contains(where: { Self.fullWidthCommas.contains($0) })
                || isSpaced && text.unicodeScalars.contains(where: { Self.commas.contains($0) })
            {
                self = .weak
            } else {
                self = .none
            }
        }

        private static let stops = Set(".;!?\u{061F}\u{061B}\u{06D4}\u{0964}\u{0589}\u{1362}".unicodeScalars)
        private static let commas = Set(",\u{060C}\u{055D}".unicodeScalars)
        private static let fullWidthStops = Set("。！？；".unicodeScalars)
        private static let fullWidthCommas = Set("，、".unicodeScalars)
    }
}

extension [[String]] {
    /// How many words the longest of these phrases takes at a place; 0 if none stands there.
    fileprivate func longestPhrase(in tokens: [SpokenToken], at place: Int) -> Int {
        var longest = 0
        for phrase in self where phrase.count > longest && place + phrase.count <= tokens.count {
            if zip(phrase, tokens[place...]).allSatisfy({ $0 == $1.word }) { longest = phrase.count }
        }
        return longest
    }
}
