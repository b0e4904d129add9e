/// Cuts what a program writes into lines, however it arrives.
struct LineCutter: Sendable {
    /// The longest line that is kept, in bytes; coding agents write files whole into one line.
    static let longestLine = 32 << 20

    private var part: [UInt8] = []
    private var isTooLong = false

    /// Takes the next bytes.
    ///
    /// - Returns: the lines that they end, without their line breaks; one that is too long is left out.
    mutating func lines(after bytes: [UInt8]) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var rest = bytes[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            take(rest[..<end])
            if let line = finish() { lines.append(line) }
            rest = rest[(end + 1)...]
        }
        take(rest)
        return lines
    }

    /// What stands after the last line break; `nil` when there is nothing.
    mutating func finish() -> [UInt8]? {
        defer {
            part = []
            isTooLong = false
        }
        if part.last == UInt8(ascii: "\r") { part.removeLast() }
        return isTooLong || part.isEmpty ? nil : part
    }

    private mutating func take(_ bytes: ArraySlice<UInt8>) {
        guard !isTooLong else { return }
        if part.count + bytes.count > Self.longestLine {
            isTooLong = true
            part = []
        } else {
            part.append(contentsOf: bytes)
        }
    }
}
