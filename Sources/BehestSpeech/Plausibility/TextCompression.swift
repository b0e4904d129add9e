internal import Glibc

/// How well a text can be compressed, as zlib would do it: what repeats itself can be very well.
///
/// Whisper's own measure is the length of the text over that of its zlib stream, 2.4 being too much. Not every server tells it,
/// and this is near it: Lempel-Ziv matches, the rest by the entropy of its bytes, and the stream's frame.
enum TextCompression {
    /// The shortest stretch that is worth a reference, and the longest one that a reference can name.
    private static let lengths = 3...258
    /// The bits of a reference beside those of its distance.
    private static let referenceBits = 6.0
    /// The bytes that a stream has beside its content.
    private static let frame = 8.0

    /// How many times shorter a text is when it is compressed; about 1 for short texts that do not repeat themselves.
    static func ratio(of text: String) -> Double {
        let bytes = Array(text.utf8)
        guard !bytes.isEmpty else { return 0 }
        var literals: [UInt8] = []
        var bits = 0.0
        var latest: [UInt32: [Int]] = [:]
        var place = 0
        while place < bytes.count {
            let match = longestMatch(in: bytes, at: place, latest)
            let length = match?.length ?? 1
            if let match {
                bits += referenceBits + log2(Double(match.distance) + 1)
            } else {
                literals.append(bytes[place])
            }
            for passed in place..<place + length where passed + lengths.lowerBound <= bytes.count {
                latest[key(bytes, passed), default: []].append(passed)
            }
            place += length
        }
        return Double(bytes.count) / (frame + (bits + entropy(of: literals)) / 8)
    }

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
            while length < lengths.upperBound, place + length < bytes.count, bytes[start + length] == bytes[place + length] {
                length += 1
            }
            if length > best?.length ?? 0 { best = (length, place - start) }
        }
        return best
    }

    /// The bits that bytes take when each is written by how often it occurs.
    private static func entropy(of bytes: [UInt8]) -> Double {
        var counts: [UInt8: Int] = [:]
        for byte in bytes { counts[byte, default: 0] += 1 }
        return counts.values.reduce(0) { $0 - Double($1) * log2(Double($1) / Double(bytes.count)) }
    }
}
