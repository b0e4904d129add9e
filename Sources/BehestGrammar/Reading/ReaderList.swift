/// A list as the reader looks its values up.
struct ReaderList: Sendable {
    /// Where the values come from.
    enum Content: Sendable {
        case values([Value], index: ValueIndex)
        case numbers(NumberRange, language: String)
    }

    /// One value.
    struct Value: Sendable {
        /// How it is said.
        var node: Int32
        /// The text of a value that is no template; -1 for a template.
        var chunk: Int32
        /// What it means; `nil` when it means what was said.
        var out: SlotValue?
        /// What else it means.
        var others: [SlotValue]
        /// What is known once it has been said.
        var context: [String: SlotValue]
    }

    var content: Content
    /// Whether a value begins no sooner than a word does: where the format is not asked, as in the built-in slots.
    var beginsWords = false
}

/// The values of a list that are plain texts, in an order in which those that a text begins with are found quickly.
struct ValueIndex: Sendable {
    private struct Entry: Sendable {
        var start: Int32
        var count: Int32
        var value: Int32

        var range: Range<Int> { Int(start)..<Int(start + count) }
    }

    private var keys: [UInt32] = []
    /// For each key where it begins, in ascending order of the keys, with its value.
    private var entries: [Entry] = []
    /// The values that are always tried.
    private(set) var others: [Int32] = []

    init(_ values: [ReaderList.Value], chunks: [ReaderChunk]) {
        for (number, value) in values.enumerated() {
            guard value.chunk >= 0 else {
                others.append(Int32(number))
                continue
            }
            let chunk = chunks[Int(value.chunk)]
            guard !chunk.isBlank else { continue }
            guard !chunk.scalars.contains(where: Self.growsWhenFolded) else {
                others.append(Int32(number))
                continue
            }
            let key = chunk.scalars[chunk.leadingSpaces...]
            entries.append(Entry(start: Int32(keys.count), count: Int32(key.count), value: Int32(number)))
            keys += key
        }
        entries.sort { [keys] first, second in
            let (one, two) = (first.range, second.range)
            if keys[one].elementsEqual(keys[two]) { return first.value < second.value }
            return keys[one].lexicographicallyPrecedes(keys[two])
        }
    }

    /// Adds the values that a text begins with, shortest first.
    func find(in text: [UInt32], at start: Int, into found: inout [Int32]) {
        var low = 0
        var high = entries.count
        var depth = 0
        while start + depth < text.count {
            let scalar = text[start + depth]
            low = firstEntry(in: low..<high, at: depth) { $0 >= scalar }
            high = firstEntry(in: low..<high, at: depth) { $0 > scalar }
            depth += 1
            guard low < high else { return }
            while low < high, Int(entries[low].count) == depth {
                found.append(entries[low].value)
                low += 1
            }
        }
    }

    /// The first entry whose scalar at a depth fulfils a condition; all of the entries are longer than the depth.
    private func firstEntry(in range: Range<Int>, at depth: Int, where isMet: (UInt32) -> Bool) -> Int {
        var (low, high) = (range.lowerBound, range.upperBound)
        while low < high {
            let middle = (low + high) / 2
            if isMet(keys[Int(entries[middle].start) + depth]) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// Whether a scalar becomes several when case is folded.
    private static func growsWhenFolded(_ scalar: UInt32) -> Bool {
        guard scalar >= 0x80, let properties = Unicode.Scalar(scalar)?.properties else { return false }
        return properties.uppercaseMapping.unicodeScalars.count > 1
    }
}
