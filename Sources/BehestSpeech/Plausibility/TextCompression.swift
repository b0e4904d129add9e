/// How well a text can be compressed, as zlib would do it: what repeats itself can be very well.
///
/// Whisper's own measure is the length of the text over that of its zlib stream, 2.4 being too much. Not every server tells it,
/// and this comes near it: the same matches, written with zlib's fixed codes, which it uses for texts as short as these.
package enum TextCompression {
    /// The shortest stretch that is worth a reference, and the longest one that a reference can name.
    private static let lengths = 3...258
    /// The bits of a reference beside those that depend on its length and distance.
    private static let referenceBits = 12
    /// The bits that a stream has beside its content: its head, the sum that checks it, and the marks of a block.
    private static let frameBits = 58

    /// How many times shorter a text is when it is compressed; about 1 for short texts that do not repeat themselves.
    package static func ratio(of text: String) -> Double {
        let bytes = Array(text.utf8)
        guard !bytes.isEmpty else { return 0 }
        var bits = frameBits
        var latest: [UInt32: [Int]] = [:]
        var place = 0
        while place < bytes.count {
            let match = longestMatch(in: bytes, at: place, latest)
            let length = match?.length ?? 1
            if let match {
                bits += referenceBits + extraBits(ofDistance: match.distance) + extraBits(ofLength: length)
            } else {
                bits += bytes[place] < 144 ? 8 : 9
            }
            for passed in place..<place + length where passed + lengths.lowerBound <= bytes.count {
                latest[key(bytes, passed), default: []].append(passed)
            }
            place += length
        }
        return Double(bytes.count) / Double((bits + 7) / 8)
    }

    private static func extraBits(ofDistance distance: Int) -> Int { max(0, magnitude(distance) - 1) }

    private static func extraBits(ofLength length: Int) -> Int {
        length < lengths.upperBound ? max(0, magnitude(length - 2) - 2) : 0
    }

    /// The power of two that is in a number.
    private static func magnitude(_ number: Int) -> Int { Int.bitWidth - 1 - number.leadingZeroBitCount }

    private static func key(_ bytes: [UInt8], _ place: Int) -> UInt32 {
        UInt32(bytes[place]) << 16 | UInt32(bytes[place + 1]) << 8 | UInt32(bytes[place + 2])
    }

    /// The longest stretch that begins at a place and stands already before it.
    private static func longestMatch(
        in bytes: [UInt8],
        at place: Int,
        _ latest: [UInt32: [Int]]
    ) -> (length: Int, distance: Int)? {
        guard place + lengths.lowerBound <= bytes.count else { return nil }
        var best: (length: Int, distance: Int)?
        // Of many places, the latest are the cheapest to name; more are not worth the time.
        for start in (latest[key(bytes, place)] ?? []).suffix(32).reversed() {
            var length = lengths.lowerBound
            while length < lengths.upperBound, place + length < bytes.count,
                bytes[start + length] == bytes[place + length]
            {
                length += 1
            }
            if length > best?.length ?? 0 { best = (length, place - start) }
        }
        return best
    }
}
