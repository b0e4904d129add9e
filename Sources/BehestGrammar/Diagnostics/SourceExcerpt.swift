/// One line of a file as a terminal shows it, and where in it a range stands.
struct SourceExcerpt {
    /// The line; tabs as spaces, what a terminal would follow as signs, and cut if it is long.
    let text: String
    /// How many columns stand before the range.
    let column: Int
    /// How many columns the range takes, at least one.
    let length: Int

    private static let tabWidth = 4

    /// Shows the first line of a range in at most so many columns.
    init(source: SourceText, range: SourceRange, width: Int) {
        let width = max(width, 20)
        let line = String(decoding: source.line(range.start.line), as: UTF8.self)
        let endsHere = range.end.line == range.start.line
        // Only what is near the place is looked at, however long the line is.
        let first = max(1, range.start.column - width)
        var cells: [Unicode.Scalar] = []
        var start: Int?
        var end: Int?
        for (index, scalar) in line.unicodeScalars.dropFirst(first - 1).prefix(3 * width).enumerated() {
            if first + index == range.start.column { start = cells.count }
            if endsHere, first + index == range.end.column { end = cells.count }
            if scalar == "\t" {
                repeat { cells.append(" ") } while cells.count % Self.tabWidth != 0
            } else {
                cells.append(scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar)
            }
        }
        let from = start ?? cells.count
        let to = max(from + 1, end ?? cells.count)
        // The window begins a little before the place, but shows the end of the line rather than nothing.
        let isCutBefore = from > width * 3 / 4 || first > 1
        let left = isCutBefore ? max(0, from - width / 4) : 0
        let right = min(cells.count, left + width)
        let isCutAfter = right < cells.count
        var shown = String.UnicodeScalarView(cells[min(left, right)..<right])
        if isCutBefore { shown.insert("…", at: shown.startIndex) }
        if isCutAfter { shown.append("…") }
        text = String(shown)
        column = from - left + (isCutBefore ? 1 : 0)
        length = max(1, min(to, max(right, from + 1)) - from)
    }
}
