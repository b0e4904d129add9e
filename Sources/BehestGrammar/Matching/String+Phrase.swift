extension String {
    /// The text between two bytes.
    func slice(_ bytes: Range<Int>) -> String {
        String(decoding: utf8.dropFirst(bytes.lowerBound).prefix(bytes.count), as: UTF8.self)
    }

    /// The bytes of a phrase as it was written: with the signs that belong to its first and last word ("C++", "#12"), without the
    /// white space, quotes and sentence signs around it.
    ///
    /// - Parameters:
    ///   - bytes: The phrase's words.
    ///   - bounds: What lies between the words before and after it.
    /// - Returns: The phrase's bytes, at least those of its words.
    func phrase(around bytes: Range<Int>, within bounds: Range<Int>) -> Range<Int> {
        let text = Array(utf8)
        var start = bytes.lowerBound
        var end = bytes.upperBound
        while start > bounds.lowerBound, !Self.isSpace(text[start - 1]) { start -= 1 }
        while end < bounds.upperBound, !Self.isSpace(text[end]) { end += 1 }
        while start < bytes.lowerBound, Self.quotes.contains(text[start]) { start += 1 }
        // Every byte of the curly quotes and dashes is left out with the others that are not ASCII.
        while start < bytes.lowerBound, text[start] >= 0x80 { start += 1 }
        while end > bytes.upperBound, text[end - 1] >= 0x80 || Self.sentenceSigns.contains(text[end - 1]) {
            // A bracket that was opened within the phrase belongs to it.
            if let opening = Self.opening[text[end - 1]], text[start..<end].contains(opening) { break }
            end -= 1
        }
        return start..<end
    }

    private static let quotes = Set(#""'`([{<-"#.utf8)
    private static let sentenceSigns = Set(#".,;:!?"'`)]}>-"#.utf8)

    private static let opening: [UInt8: UInt8] = [
        UInt8(ascii: ")"): UInt8(ascii: "("), UInt8(ascii: "]"): UInt8(ascii: "["),
        UInt8(ascii: "}"): UInt8(ascii: "{"), UInt8(ascii: ">"): UInt8(ascii: "<"),
    ]

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || (9...13).contains(byte)
    }
}

extension String {
    /// The part of some bytes that is left without the quotes and signs around it.
    func phrase(within bytes: Range<Int>) -> Range<Int> {
        var first: Int?
        var last = bytes.lowerBound
        var offset = bytes.lowerBound
        for scalar in slice(bytes).unicodeScalars {
            let end = offset + UTF8.width(scalar)
            if scalar.isWordPart && !scalar.isApostrophe || scalar.decimalDigit != nil {
                first = first ?? offset
                last = end
            }
            offset = end
        }
        guard let first else { return bytes }
        return phrase(around: first..<last, within: bytes)
    }
}
