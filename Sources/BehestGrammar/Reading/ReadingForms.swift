/// The forms of a transcript that sentences are tried on, which differ in what has been taken out as meaningless.
struct ReadingForms {
    private let reader: SentenceReader
    /// The text as it was said.
    private let whole: ReadableText
    private var packs: [Pack?]

    /// The forms for one pack's sentences.
    private struct Pack {
        var skipWords: SkipWords
        var spoken: ReadableText
        var without: ReadableText
        var hasSkipped: Bool
        var keptAtStart: ReadableText?
        var keptAtEnd: ReadableText?
        var words: Set<[UInt32]>?
    }

    init(_ transcript: String, reader: SentenceReader) {
        self.reader = reader
        whole = ReadableText(transcript: transcript)
        packs = Array(repeating: nil, count: reader.skipWords.count)
    }

    /// Whether nothing was said.
    var isEmpty: Bool { whole.scalars.isEmpty }

    /// All forms in which the text may be read, none twice, without regard to case.
    var all: [[UInt32]] {
        mutating get {
            var texts: [[UInt32]] = []
            func add(_ text: ReadableText) {
                let folded = text.scalars.map(ScalarClass.folded)
                if !texts.contains(folded) { texts.append(folded) }
            }
            for number in packs.indices {
                let pack = pack(number)
                add(pack.spoken)
                if pack.hasSkipped { add(pack.without) }
            }
            if reader.isUnspaced { add(whole) }
            return texts
        }
    }

    /// The words that are left when a pack's meaningless ones have been taken out.
    mutating func words(ofPack number: Int) -> Set<[UInt32]> {
        if let known = pack(number).words { return known }
        let words = pack(number).without.scalars.split(whereSeparator: ScalarClass.isSpace)
        let all = Set(words.map { $0.map(ScalarClass.folded) })
        packs[number]?.words = all
        return all
    }

    /// The forms that a sentence is tried on.
    mutating func texts(for sentence: SentenceReader.Sentence, pack number: Int) -> [ReadableText] {
        if sentence.isWildcard { return [whole] }
        let pack = pack(number)
        guard pack.hasSkipped else { return [pack.without] }
        var chosen = pack.without
        if sentence.beginsWithWildcard {
            chosen = form(\.keptAtStart, of: number) { $0.removeFromEnd(of: &$1, ignoringSpaces: $2) }
        } else if sentence.endsWithWildcard {
            chosen = form(\.keptAtEnd, of: number) { $0.removeFromStart(of: &$1, ignoringSpaces: $2) }
        }
        return chosen.scalars == pack.without.scalars ? [pack.spoken, chosen] : [chosen]
    }

    private mutating func pack(_ number: Int) -> Pack {
        if let known = packs[number] { return known }
        let skipWords = reader.skipWords[number]
        var without = whole
        if !skipWords.isEmpty { skipWords.remove(from: &without, ignoringSpaces: reader.isUnspaced) }
        let pack = Pack(
            skipWords: skipWords,
            spoken: finished(whole),
            without: finished(without),
            hasSkipped: without.scalars != whole.scalars
        )
        packs[number] = pack
        return pack
    }

    private mutating func form(
        _ path: WritableKeyPath<Pack, ReadableText?>,
        of number: Int,
        remove: (SkipWords, inout ReadableText, Bool) -> Void
    ) -> ReadableText {
        let pack = pack(number)
        if let known = pack[keyPath: path] { return known }
        var text = whole
        remove(pack.skipWords, &text, reader.isUnspaced)
        let form = finished(text)
        packs[number]?[keyPath: path] = form
        return form
    }

    private func finished(_ text: ReadableText) -> ReadableText {
        var text = text
        if reader.isUnspaced { text.joinUnspaced() } else { text.appendSpace() }
        return text
    }
}
