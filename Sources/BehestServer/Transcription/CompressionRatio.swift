/// How many times shorter a text gets when it is compressed, as Whisper has it: more than 2.4 and it repeats itself.
///
/// What zlib would make of it is counted, not made: matches of three bytes or more with what came before, and the fixed code of
/// RFC 1951, which zlib too takes for texts as short as these.
struct CompressionRatio {
    let value: Double

    private static let shortestMatch = 3
    private static let longestMatch = 258
    private static let window = 32_768
    /// zlib's header and checksum, the block's own three bits and the seven of its end.
    private static let surroundings = 6 * 8 + 3 + 7

    init(of text: String) {
        let bytes = Array(text.utf8)
        guard !bytes.isEmpty else {
            value = 0
            return
        }
        var bits = Self.surroundings
        var places: [[UInt8]: [Int]] = [:]
        var place = 0
        while place < bytes.count {
            let match = Self.match(bytes, at: place, places)
            bits += match.map { Self.bits(length: $0.length, distance: $0.distance) } ?? (bytes[place] < 144 ? 8 : 9)
            for passed in place..<place + (match?.length ?? 1) where passed + Self.shortestMatch <= bytes.count {
                places[Array(bytes[passed..<passed + Self.shortestMatch]), default: []].append(passed)
            }
            place += match?.length ?? 1
        }
        value = Double(bytes.count) / Double((bits + 7) / 8)
    }

    /// The longest stretch before a place that is repeated there; the nearest of several.
    private static func match(
        _ bytes: [UInt8],
        at place: Int,
        _ places: [[UInt8]: [Int]]
    ) -> (length: Int, distance: Int)? {
        guard place + shortestMatch <= bytes.count else { return nil }
        var best: (length: Int, distance: Int)?
        // zlib too looks at no more than so many.
        for before in (places[Array(bytes[place..<place + shortestMatch])] ?? []).suffix(128).reversed() {
            guard place - before <= window else { break }
            let most = min(longestMatch, bytes.count - place)
            let length = (0..<most).first { bytes[before + $0] != bytes[place + $0] } ?? most
            if length > best?.length ?? 0 { best = (length, place - before) }
        }
        return best
    }

    /// How many bits a match takes by the fixed code.
    private static func bits(length: Int, distance: Int) -> Int {
        let lengthCode = length < 115 ? 7 : 8
        let lengthExtra = length < 11 || length == longestMatch ? 0 : (length - 3).bitWidthOfValue - 3
        let distanceExtra = distance < 5 ? 0 : (distance - 1).bitWidthOfValue - 2
        return lengthCode + lengthExtra + 5 + distanceExtra
    }
}

extension Int {
    /// How many binary digits it has.
    fileprivate var bitWidthOfValue: Int { bitWidth - leadingZeroBitCount }
}
