/// The words of a pack that may be said anywhere without a meaning, as they are taken out of a text.
struct SkipWords: Sendable {
    /// The words in the form in which they are compared, the longest first.
    private let words: [[UInt32]]

    init(_ words: [String]) {
        var seen: Set<[UInt32]> = []
        self.words = words.map { word in
            var text = ReadableText(word)
            text.trim()
            return text.scalars.map(ScalarClass.folded)
        }.filter { !$0.isEmpty && seen.insert($0).inserted }.sorted { $0.count > $1.count }
    }

    var isEmpty: Bool { words.isEmpty }

    /// Takes the words out wherever they stand.
    func remove(from text: inout ReadableText, ignoringSpaces: Bool) {
        if ignoringSpaces {
            text.remove { scalars, start in wordEnd(in: scalars, at: start) { _ in true } }
            return
        }
        text.remove(replacement: 0x20) { scalars, start in
            guard start == 0 || !ScalarClass.isWord(scalars[start - 1]) else { return nil }
            return wordEnd(in: scalars, at: start) { $0 == scalars.count || !ScalarClass.isWord(scalars[$0]) }
        }
        text.collapseSpaces()
        text.trim()
    }

    /// Takes the words out at the beginning of a text, as long as there are any.
    func removeFromStart(of text: inout ReadableText, ignoringSpaces: Bool) {
        while true {
            let scalars = text.scalars
            let start = ignoringSpaces ? 0 : scalars.firstIndex { !ScalarClass.isSpace($0) } ?? scalars.count
            let end = wordEnd(in: scalars, at: start) { end in
                ignoringSpaces || end == scalars.count || !ScalarClass.isWord(scalars[end])
            }
            guard let end else { return }
            text.remove(0..<end)
            if !ignoringSpaces { text.trim() }
        }
    }

    /// Takes the words out at the end of a text, as long as there are any.
    func removeFromEnd(of text: inout ReadableText, ignoringSpaces: Bool) {
        while true {
            let scalars = text.scalars
            let start = scalars.indices.first { start in
                guard ignoringSpaces || start == 0 || !ScalarClass.isWord(scalars[start - 1]) else { return false }
                return wordEnd(in: scalars, at: start) { end in
                    end == scalars.count || (!ignoringSpaces && scalars[end...].allSatisfy(ScalarClass.isSpace))
                } != nil
            }
            guard let start else { return }
            text.remove(start..<scalars.count)
            if !ignoringSpaces { text.trim() }
        }
    }

    /// The end of the longest word that stands at a place and may end there.
    private func wordEnd(in scalars: [UInt32], at start: Int, isEnd: (Int) -> Bool) -> Int? {
        for word in words {
            let end = start + word.count
            guard end <= scalars.count, isEnd(end) else { continue }
            if zip(word, scalars[start..<end]).allSatisfy({ $0 == ScalarClass.folded($1) }) { return end }
        }
        return nil
    }
}
