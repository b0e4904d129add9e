/// What a terminal shows of the bytes that are written to it, as far as this program's control sequences go; anything else in
/// them is a failure.
struct Screen {
    private let columns: Int
    private let rows: Int
    /// All lines that were ever there, the scrolled ones first.
    private var lines: [[String]] = [[]]
    /// The line of the cursor, counted from the first one that ever was, and its column.
    private var (row, column) = (0, 0)
    /// Control sequences that it does not know, and lines that did not fit.
    private(set) var faults: [String] = []
    private(set) var isCursorHidden = false

    init(columns: Int, rows: Int) {
        (self.columns, self.rows) = (columns, rows)
    }

    /// The lines with text, from the first that ever was.
    var text: [String] {
        lines.map { cells in
            let line = cells.joined()
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
    }

    mutating func write(_ text: String) {
        var scalars = Array(text.unicodeScalars)[...]
        while let scalar = scalars.popFirst() {
            switch scalar {
            case "\u{1B}":
                var sequence = ""
                while let next = scalars.popFirst() {
                    sequence.unicodeScalars.append(next)
                    if sequence.count > 1, (0x40...0x7E).contains(next.value) { break }
                }
                control(sequence)
            case "\r": column = 0
            case "\n": newLine()
            case _ where scalar.value < 0x20 || scalar.value == 0x7F: faults.append("control \(scalar.value)")
            default: put(scalar)
            }
        }
    }

    private mutating func newLine() {
        column = 0
        row += 1
        if row == lines.count { lines.append([]) }
    }

    private mutating func put(_ scalar: Unicode.Scalar) {
        if [.nonspacingMark, .enclosingMark, .format].contains(scalar.properties.generalCategory) {
            if column > 0 { lines[row][column - 1].unicodeScalars.append(scalar) }
            return
        }
        let width = (0x3000...0x9FFF).contains(scalar.value) || scalar.properties.isEmojiPresentation ? 2 : 1
        if column + width > columns {
            faults.append("wrapped")
            newLine()
        }
        while lines[row].count < column + width { lines[row].append(" ") }
        lines[row][column] = String(Character(scalar))
        if width == 2 { lines[row][column + 1] = "" }
        column += width
    }

    private mutating func control(_ sequence: String) {
        let number = Int(sequence.dropFirst().dropLast())
        switch sequence.last {
        case "A": row = max(lines.count - rows, row - (number ?? 1), 0)
        case "B": row = min(lines.count - 1, row + (number ?? 1))
        case "C": column = min(columns - 1, column + (number ?? 1))
        case "K" where number == 2: lines[row] = []
        case "J" where number == nil:
            lines[row].removeSubrange(min(column, lines[row].count)...)
            lines.removeSubrange((row + 1)...)
        case "m": break
        case "h", "l":
            if sequence == "[?25l" { isCursorHidden = true }
            if sequence == "[?25h" { isCursorHidden = false }
            if !["[?25", "[?2004", "[?2026"].contains(String(sequence.dropLast())) { faults.append(sequence) }
        default: faults.append(sequence)
        }
    }
}
