@_spi(_Unicode) internal import Swift

/// A text as it is compared with templates, in which every scalar knows where it comes from.
///
/// Signs around words are gone, spaces are single, letters composed.
struct ReadableText: Sendable {
    /// The scalars.
    private(set) var scalars: [UInt32]
    /// For each scalar its source's place in the original text, in scalars.
    private(set) var sources: [Int32]

    /// A text as it stands.
    init(_ text: String) {
        scalars = text.unicodeScalars.map(\.value)
        sources = Array(0..<Int32(scalars.count))
    }

    /// A transcript, ready to be read.
    init(transcript text: String) {
        self.init(text)
        removeSigns()
        normalise()
        trim()
    }

    /// How a text of a template is compared.
    static func normalised(_ text: String) -> [UInt32] {
        var readable = ReadableText(text)
        readable.normalise()
        return readable.scalars
    }

    /// Removes what a rule picks.
    ///
    /// - Parameters:
    ///   - replacement: What stands in its place, if anything.
    ///   - end: The end of what is to go that begins at a place; `nil` where nothing is to go.
    mutating func remove(replacement: UInt32? = nil, endingAt end: (_ scalars: [UInt32], _ start: Int) -> Int?) {
        var start = 0
        while start < scalars.count, end(scalars, start) == nil { start += 1 }
        guard start < scalars.count else { return }
        var kept = Array(scalars[..<start])
        var keptSources = Array(sources[..<start])
        while start < scalars.count {
            if let end = end(scalars, start) {
                if let replacement {
                    kept.append(replacement)
                    keptSources.append(sources[start])
                }
                start = end
            } else {
                kept.append(scalars[start])
                keptSources.append(sources[start])
                start += 1
            }
        }
        scalars = kept
        sources = keptSources
    }

    /// Removes a part.
    mutating func remove(_ range: Range<Int>) {
        scalars.removeSubrange(range)
        sources.removeSubrange(range)
    }

    /// Adds a space that ends the last word.
    mutating func appendSpace() {
        scalars.append(0x20)
        sources.append((sources.last ?? -1) + 1)
    }

    /// Makes every run of spaces one space.
    mutating func collapseSpaces() {
        let isTidy = scalars.indices.allSatisfy { index in
            !ScalarClass.isSpace(scalars[index])
                || (scalars[index] == 0x20 && (index == 0 || !ScalarClass.isSpace(scalars[index - 1])))
        }
        if isTidy { return }
        remove(replacement: 0x20) { scalars, start in
            var end = start
            while end < scalars.count, ScalarClass.isSpace(scalars[end]) { end += 1 }
            return end > start ? end : nil
        }
    }

    /// Removes the spaces between letters of scripts that are written without them.
    mutating func joinUnspaced() {
        remove { scalars, start in
            guard start > 0, ScalarClass.isUnspaced(scalars[start - 1]) else { return nil }
            var end = start
            while end < scalars.count, ScalarClass.isSpace(scalars[end]) { end += 1 }
            return end > start && end < scalars.count && ScalarClass.isUnspaced(scalars[end]) ? end : nil
        }
    }

    /// Removes the spaces around the text.
    mutating func trim() {
        let start = scalars.firstIndex { !ScalarClass.isSpace($0) } ?? scalars.count
        let end = (scalars.lastIndex { !ScalarClass.isSpace($0) } ?? start - 1) + 1
        guard start > 0 || end < scalars.count else { return }
        scalars = Array(scalars[start..<end])
        sources = Array(sources[start..<end])
    }

    private mutating func normalise() {
        collapseSpaces()
        compose()
        for index in scalars.indices where scalars[index] == 0x2019 { scalars[index] = 0x27 }
    }

    private mutating func compose() {
        // Nothing below this is ever composed or decomposed.
        guard scalars.contains(where: { $0 >= 0x300 }) else { return }
        let text = String(String.UnicodeScalarView(scalars.compactMap { Unicode.Scalar($0) }))
        let composed = text._nfc.map(\.value)
        guard composed != scalars else { return }
        // A changed length is so rare that the last places may be a little off.
        let last = (sources.last ?? -1) + 1
        while sources.count < composed.count { sources.append(last) }
        sources.removeSubrange(composed.count...)
        scalars = composed
    }
}
