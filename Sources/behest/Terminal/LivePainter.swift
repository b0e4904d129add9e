/// Keeps some lines at the bottom of a terminal up to date, by what it writes.
///
/// It knows what it has painted, and leaves alone what has not changed.
struct LivePainter {
    /// Whether the terminal breaks long lines anew when it becomes narrower, as most do.
    let isReflowing: Bool

    /// What stands there, the cursor at the end of the last of it.
    private var painted: [String] = []
    private var columns = 0

    init(isReflowing: Bool) { self.isReflowing = isReflowing }

    /// - Parameter environment: the program's environment, which says what the terminal is.
    init(environment: [String: String]) {
        let term = environment["TERM"] ?? ""
        let isOld =
            environment["XTERM_VERSION"] != nil || term == "linux" || term.hasPrefix("rxvt") || term.hasPrefix("screen")
        self.init(isReflowing: !isOld || environment["TMUX"] != nil)
    }

    /// What has to be written for these lines to stand there.
    ///
    /// - Parameters:
    ///   - lines: the lines, each narrower than the terminal.
    ///   - columns: how wide the terminal is now.
    /// - Returns: text and control sequences; nothing when all is as it should be.
    mutating func paint(_ lines: [String], columns: Int) -> String {
        defer { (painted, self.columns) = (lines, columns) }
        guard columns == self.columns, lines.count == painted.count, !lines.isEmpty else {
            guard !(lines.isEmpty && painted.isEmpty) else { return "" }
            return erased(columns: columns) + lines.joined(separator: "\r\n")
        }
        var text = ""
        // The cursor is on the last line. From the lowest changed line up, and back at the end.
        var row = lines.count - 1
        for index in lines.indices.reversed() where lines[index] != painted[index] {
            text += Self.up(row - index) + "\r" + Self.eraseLine + lines[index]
            row = index
        }
        guard !text.isEmpty, row != lines.count - 1, let last = lines.last else { return text }
        // To the end of the last line without writing it again.
        let width = last.columnsOnTerminal
        return text + "\u{1B}[\(lines.count - 1 - row)B\r" + (width > 0 ? "\u{1B}[\(width)C" : "")
    }

    /// What has to be written for the lines to be gone, the cursor where they began.
    mutating func erase(columns: Int) -> String {
        defer { painted = [] }
        return painted.isEmpty ? "" : erased(columns: columns)
    }

    /// Forgets what it has painted: somebody else wrote to the terminal.
    mutating func forget() { painted = [] }

    private func erased(columns: Int) -> String {
        guard !painted.isEmpty else { return "" }
        let rows = painted.reduce(0) { $0 + self.rows(of: $1, columns: columns) }
        return Self.up(rows - 1) + "\r\u{1B}[J"
    }

    /// How many rows a painted line takes in a terminal that may have become narrower.
    private func rows(of line: String, columns: Int) -> Int {
        guard isReflowing, columns > 0 else { return 1 }
        return max(1, (line.columnsOnTerminal + columns - 1) / columns)
    }

    private static let eraseLine = "\u{1B}[2K"

    private static func up(_ rows: Int) -> String { rows > 0 ? "\u{1B}[\(rows)A" : "" }
}
