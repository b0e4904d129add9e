/// One pass over the source of a scalar, in step with its value.
struct ScalarWalk {
    private let style: ScalarOrigin.Style
    private let bytes: [UInt8]
    private let indentation: Int
    /// The next byte of the file.
    private(set) var position: Int

    init(origin: ScalarOrigin) {
        style = origin.style
        bytes = origin.source.bytes
        position = origin.start
        var indentation = 0
        switch origin.style {
        case .plain: break
        case .singleQuoted, .doubleQuoted: position += 1
        case .literalBlock, .foldedBlock:
            // The block's text begins on the next line; its first line that is not empty sets the indentation.
            while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
            position += 1
            var probe = position
            while probe < bytes.count {
                let lineStart = probe
                while probe < bytes.count, bytes[probe] == UInt8(ascii: " ") { probe += 1 }
                guard probe < bytes.count, bytes[probe] == UInt8(ascii: "\n") else {
                    indentation = probe - lineStart
                    break
                }
                probe += 1
            }
        }
        self.indentation = indentation
        if indentation > 0 { skipIndentation() }
    }

    /// Passes over what stands for one scalar of the value and returns where it begins.
    mutating func advance(over scalar: Unicode.Scalar) -> Int {
        switch style {
        case .literalBlock, .foldedBlock: advanceInBlock(over: scalar)
        case .plain, .singleQuoted, .doubleQuoted: advanceInFlow(over: scalar)
        }
    }

    private mutating func advanceInBlock(over scalar: Unicode.Scalar) -> Int {
        let place = position
        if byte(at: position) == UInt8(ascii: "\n") {
            position += 1
            // A folded block turns one break into a space and drops the first of several.
            if style == .foldedBlock, scalar == "\n", byte(at: position) == UInt8(ascii: "\n") { position += 1 }
            skipIndentation()
        } else {
            position += width(at: position)
        }
        return place
    }

    private mutating func advanceInFlow(over scalar: Unicode.Scalar) -> Int {
        if style == .doubleQuoted {
            skipContinuations()
        }
        let place = position
        if scalar == " " || scalar == "\n", breaksLine(at: position) {
            // A folded break: one for a space, one more for each line feed.
            if scalar == "\n", byte(at: position) == UInt8(ascii: "\n"), !isFolding {
                isFolding = true
                skipBreak()
            }
            skipBreak()
            if !breaksLine(at: position) { isFolding = false }
            return place
        }
        isFolding = false
        if style == .singleQuoted, byte(at: position) == UInt8(ascii: "'") {
            position += 2
        } else if style == .doubleQuoted, byte(at: position) == UInt8(ascii: "\\") {
            position += escapeLength(at: position)
        } else {
            position += width(at: position)
        }
        return place
    }

    private var isFolding = false

    /// Whether only white space stands between here and the end of the line.
    private func breaksLine(at offset: Int) -> Bool {
        var offset = offset
        while let byte = byte(at: offset) {
            if byte == UInt8(ascii: "\n") { return true }
            guard byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r") else {
                return false
            }
            offset += 1
        }
        return false
    }

    /// Passes over the rest of this line and the white space before the next one's text.
    private mutating func skipBreak() {
        while let byte = byte(at: position), byte != UInt8(ascii: "\n") { position += 1 }
        position += 1
        while let byte = byte(at: position), byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { position += 1 }
    }

    /// Passes over escaped line breaks, which stand for nothing.
    private mutating func skipContinuations() {
        while byte(at: position) == UInt8(ascii: "\\"), byte(at: position + 1) == UInt8(ascii: "\n") {
            position += 1
            skipBreak()
        }
    }

    private mutating func skipIndentation() {
        var left = indentation
        while left > 0, byte(at: position) == UInt8(ascii: " ") {
            position += 1
            left -= 1
        }
    }

    /// How many bytes a double-quoted scalar's escape takes.
    private func escapeLength(at offset: Int) -> Int {
        switch byte(at: offset + 1) {
        case UInt8(ascii: "x"): 4
        case UInt8(ascii: "u"): 6
        case UInt8(ascii: "U"): 10
        default: 1 + width(at: offset + 1)
        }
    }

    private func byte(at offset: Int) -> UInt8? {
        offset < bytes.count ? bytes[offset] : nil
    }

    private func width(at offset: Int) -> Int {
        var end = offset + 1
        while end < bytes.count, bytes[end] & 0b1100_0000 == 0b1000_0000 { end += 1 }
        return end - offset
    }
}
