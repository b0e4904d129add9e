/// The text of one file, with the place of every line, as diagnostics need it.
package final class SourceText: Sendable {
    /// The file as its reader named it.
    package let file: String
    /// The text in UTF-8.
    package let bytes: [UInt8]
    /// Where each line begins in ``bytes``.
    private let lineStarts: [Int]
    /// How many scalars begin before every `stride`-th byte, so that a place in a very long line is found quickly.
    private let scalarCounts: [Int]

    private static let stride = 32

    /// Makes the text of a file.
    package init(file: String, bytes: [UInt8]) {
        self.file = file
        self.bytes = bytes
        var starts = [0]
        var counts: [Int] = []
        var scalars = 0
        for (offset, byte) in bytes.enumerated() {
            if offset % Self.stride == 0 { counts.append(scalars) }
            if byte == UInt8(ascii: "\n") { starts.append(offset + 1) }
            if Self.beginsScalar(byte) { scalars += 1 }
        }
        counts.append(scalars)
        lineStarts = starts
        scalarCounts = counts
    }

    /// How many lines there are; the last one may be empty.
    package var lineCount: Int { lineStarts.count }

    /// The bytes of a line, without its end.
    package func line(_ number: Int) -> ArraySlice<UInt8> {
        guard number >= 1, number <= lineStarts.count else { return [] }
        let start = lineStarts[number - 1]
        var end = number < lineStarts.count ? lineStarts[number] - 1 : bytes.count
        if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        return bytes[start..<end]
    }

    /// The byte at which a location stands.
    package func offset(of location: SourceLocation) -> Int {
        guard location.line >= 1, location.line <= lineStarts.count else { return bytes.count }
        let target = scalars(before: lineStarts[location.line - 1]) + location.column - 1
        let checkpoint = Self.last(in: scalarCounts, notAbove: target)
        var offset = min(checkpoint * Self.stride, bytes.count)
        var count = scalarCounts[checkpoint]
        while offset < bytes.count {
            if Self.beginsScalar(bytes[offset]) {
                if count == target { break }
                count += 1
            }
            offset += 1
        }
        return offset
    }

    /// The line and column of a byte.
    package func location(of offset: Int) -> SourceLocation {
        let offset = min(max(offset, 0), bytes.count)
        let line = Self.last(in: lineStarts, notAbove: offset)
        let column = scalars(before: offset) - scalars(before: lineStarts[line])
        return SourceLocation(line: line + 1, column: column + 1)
    }

    /// The range between two bytes.
    package func range(_ offsets: Range<Int>) -> SourceRange {
        SourceRange(file: file, start: location(of: offsets.lowerBound), end: location(of: offsets.upperBound))
    }

    private func scalars(before offset: Int) -> Int {
        let checkpoint = offset / Self.stride
        guard checkpoint < scalarCounts.count else { return scalarCounts.last ?? 0 }
        return scalarCounts[checkpoint]
            + bytes[(checkpoint * Self.stride)..<offset].count(where: Self.beginsScalar)
    }

    private static func beginsScalar(_ byte: UInt8) -> Bool {
        byte & 0b1100_0000 != 0b1000_0000
    }

    /// The last index whose value is at most a target, in ascending values that begin at or below it.
    private static func last(in values: [Int], notAbove target: Int) -> Int {
        var low = 0
        var high = values.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if values[middle] <= target { low = middle } else { high = middle }
        }
        return low
    }
}
