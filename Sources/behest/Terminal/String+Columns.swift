/// How much room text takes on a terminal.
extension String {
    /// How many columns it takes at most.
    ///
    /// Terminals do not agree on clusters such as families and flags: some draw one picture, others each part. The larger number
    /// counts, so that a line that fits never wraps.
    var columns: Int { unicodeScalars.reduce(0) { $0 + $1.columns } }

    /// The text on one line, with nothing in it that could steer a terminal.
    var oneLine: String {
        var result = String.UnicodeScalarView()
        for scalar in visible.unicodeScalars {
            result.append(scalar.properties.isWhitespace ? " " : scalar)
        }
        return String(result)
    }

    /// The text as far as it fits, with an ellipsis where something is left out.
    func fitted(to room: Int) -> String {
        guard columns > room else { return self }
        guard room > 0 else { return "" }
        var (kept, used) = ("", 0)
        for character in self {
            let width = String(character).columns
            guard used + width <= room - 1 else { break }
            kept.append(character)
            used += width
        }
        return kept + "…"
    }

    /// The end of the text as far as it fits, with an ellipsis where something is left out.
    func endFitted(to room: Int) -> String {
        guard columns > room else { return self }
        guard room > 0 else { return "" }
        var (kept, used) = ([Character](), 0)
        for character in reversed() {
            let width = String(character).columns
            guard used + width <= room - 1 else { break }
            kept.append(character)
            used += width
        }
        return "…" + String(kept.reversed())
    }

    /// The text in lines that are broken between words, and inside a word only where that has no room alone.
    func wrapped(to room: Int, atMost count: Int) -> [String] {
        var lines: [String] = []
        var words = split(separator: " ").map(String.init)[...]
        while !words.isEmpty, lines.count < count {
            // The last line takes all that is left, as far as it fits.
            if lines.count == count - 1 {
                lines.append(words.joined(separator: " ").fitted(to: room))
                break
            }
            var line = words.removeFirst()
            while let next = words.first, line.columns + 1 + next.columns <= room {
                line += " " + next
                words.removeFirst()
            }
            if line.columns > room {
                let (head, tail) = line.split(after: room)
                line = head
                if !tail.isEmpty { words.insert(tail, at: words.startIndex) }
            }
            lines.append(line)
        }
        return lines
    }

    /// The text in lines that are broken between words, with room before all but the first; colours take none.
    func broken(to room: Int, indent: Int) -> String {
        var lines: [String] = []
        var (line, used) = ("", 0)
        for (index, word) in split(separator: " ", omittingEmptySubsequences: false).enumerated() {
            let width = String(word).columnsOnTerminal
            if index == 0 {
                (line, used) = (String(word), width)
            } else if used > indent, used + 1 + width > room {
                lines.append(line)
                (line, used) = (String(repeating: " ", count: indent) + word, indent + width)
            } else {
                line += " " + word
                used += 1 + width
            }
        }
        return (lines + [line]).joined(separator: "\n")
    }

    /// How many columns it takes, colours left out.
    var columnsOnTerminal: Int {
        var text = String.UnicodeScalarView()
        var isColour = false
        for scalar in unicodeScalars {
            if scalar == "\u{1B}" { isColour = true }
            if !isColour { text.append(scalar) }
            if isColour, scalar == "m" { isColour = false }
        }
        return String(text).columns
    }

    private func split(after room: Int) -> (head: String, tail: String) {
        var (head, used) = ("", 0)
        for character in self {
            let width = String(character).columns
            // At least one character goes on each line, or there would be no end.
            guard head.isEmpty || used + width <= room else { break }
            head.append(character)
            used += width
        }
        return (head, String(dropFirst(head.count)))
    }
}

extension Unicode.Scalar {
    /// How many columns it takes at most, by Unicode's East Asian Width and the presentation of emoji.
    fileprivate var columns: Int {
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control:
            // It asks for the picture of a character that is else a narrow sign.
            return value == 0xFE0F ? 1 : 0
        default: break
        }
        if value < 0x1100 { return 1 }
        return properties.isEmojiPresentation || Self.wide.contains { $0.contains(value) } ? 2 : 1
    }

    /// The blocks whose characters are wide or full width.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F,
        0xAC00...0xD7A3,
        0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF,
        0x1AFF0...0x1B2FF, 0x1F000...0x1F02F, 0x1F0A0...0x1F0FF, 0x1F18E...0x1F2FF, 0x1F300...0x1FAFF,
        0x20000...0x3FFFD,
    ]
}
