/// The words of a grammar that are written in plain letters, found by their bytes without making a string of them.
struct PlainWords: Sendable {
    /// The bytes of all words, one after the other.
    private var bytes: [UInt8] = []
    /// For each word where its bytes begin, and one more for the end; nothing between them for a word that is not plain.
    private var starts: [Int32] = [0]
    /// An open hash table of word numbers; -1 where nothing is.
    private var slots: [Int32]

    /// Keeps the plain ones among words.
    init(_ words: [String]) {
        var size = 16
        while size < words.count * 2 { size *= 2 }
        slots = Array(repeating: -1, count: size)
        starts.reserveCapacity(words.count + 1)
        for (number, word) in words.enumerated() {
            if !word.isEmpty, word.utf8.allSatisfy(Self.isPart) {
                var hash = Hash()
                for byte in word.utf8 { hash.add(byte) }
                var slot = hash.value & (size - 1)
                while slots[slot] >= 0 { slot = (slot + 1) & (size - 1) }
                slots[slot] = Int32(number)
                bytes += word.utf8
            }
            starts.append(Int32(bytes.count))
        }
    }

    /// Reads a text of plain letters, apostrophes within words, spaces, commas, and signs at its end.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - words: Takes the number of each word; -1 for one that is not known.
    ///   - places: Takes where each word stands, in UTF-8 bytes.
    /// - Returns: Whether the text is of that kind; if not, what was taken is of no use.
    func read(_ text: borrowing Span<UInt8>, words: inout [Int32], places: inout [Range<Int>]) -> Bool {
        var end = text.count
        while end > 0, Self.mayEnd(text[end - 1]) { end -= 1 }
        var index = 0
        while index < end {
            let start = index
            var hash = Hash()
            while index < end, Self.isPart(text[index] | Self.caseBit), text[index] >= Self.apostrophe {
                // The bit that makes a letter small is already in an apostrophe.
                hash.add(text[index] | Self.caseBit)
                index += 1
            }
            if index > start {
                // What is quoted is told apart from what is shortened elsewhere.
                guard text[start] != Self.apostrophe, text[index - 1] != Self.apostrophe else { return false }
                words.append(number(of: text, in: start..<index, hash: hash))
                places.append(start..<index)
            }
            guard index < end else { break }
            guard text[index] == UInt8(ascii: " ") || text[index] == UInt8(ascii: ",") else { return false }
            index += 1
        }
        return true
    }

    private func number(of text: borrowing Span<UInt8>, in place: Range<Int>, hash: Hash) -> Int32 {
        var slot = hash.value & (slots.count - 1)
        while slots[slot] >= 0 {
            let start = Int(starts[Int(slots[slot])])
            if Int(starts[Int(slots[slot]) + 1]) - start == place.count {
                var offset = 0
                while offset < place.count, bytes[start + offset] == text[place.lowerBound + offset] | Self.caseBit {
                    offset += 1
                }
                if offset == place.count { return slots[slot] }
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        return -1
    }

    private static let caseBit: UInt8 = 0x20
    private static let apostrophe = UInt8(ascii: "'")

    private static func isPart(_ byte: UInt8) -> Bool {
        (97...122).contains(byte) || byte == apostrophe
    }

    private static func mayEnd(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ".") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "!") || byte == UInt8(ascii: " ")
    }

    /// A hash of bytes (FNV-1a).
    private struct Hash {
        private var state: UInt64 = 0xCBF2_9CE4_8422_2325

        mutating func add(_ byte: UInt8) {
            state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        }

        var value: Int { Int(truncatingIfNeeded: (state ^ state >> 32) & 0x7FFF_FFFF) }
    }
}
