import Testing

@testable import behest

/// The lines at the bottom are as they were last shown, and what was written above them is all there.
struct LivePainterTests {
    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8])
    func whateverIsShownAndWrittenTheScreenIsRight(_ seed: UInt64) {
        var generator = Numbers(state: seed)
        let (columns, rows) = (Int.random(in: 12...60, using: &generator), Int.random(in: 6...20, using: &generator))
        var screen = Screen(columns: columns, rows: rows)
        var painter = LivePainter(isReflowing: true)
        var (history, shown): ([String], [String]) = ([], [])
        for _ in 0..<300 {
            if Bool.random(using: &generator) {
                screen.write(painter.erase(columns: columns))
                let line = text(upTo: columns, &generator)
                screen.write(line + "\n")
                history.append(line)
            } else {
                let count = Int.random(in: 0...5, using: &generator)
                // Most lines stay as they are, as in life.
                shown = (0..<count).map { index in
                    index < shown.count && Int.random(in: 0...2, using: &generator) > 0
                        ? shown[index] : text(upTo: columns - 1, &generator)
                }
            }
            screen.write(painter.paint(shown, columns: columns))
            #expect(painter.paint(shown, columns: columns).isEmpty, "nothing is drawn when nothing has changed")
            let expected = history + (shown.isEmpty ? [""] : shown)
            #expect(screen.text == expected.map(Self.trimmed))
        }
        #expect(screen.faults.isEmpty)
    }

    @Test func onlyTheChangedLineIsWritten() {
        var painter = LivePainter(isReflowing: true)
        _ = painter.paint(["one", "two", "three"], columns: 40)
        #expect(painter.paint(["one", "TWO", "three"], columns: 40) == "\u{1B}[1A\r\u{1B}[2KTWO\u{1B}[1B\r\u{1B}[5C")
    }

    /// Twenty columns of text take two rows of ten once the terminal has broken them anew.
    @Test(arguments: [(true, "\u{1B}[3A\r\u{1B}[J"), (false, "\u{1B}[1A\r\u{1B}[J")])
    func aNarrowerTerminalIsErasedWhollyWhereItBreaksLinesAnew(_ isReflowing: Bool, _ erased: String) {
        var painter = LivePainter(isReflowing: isReflowing)
        let line = String(repeating: "x", count: 20)
        _ = painter.paint([line, line], columns: 30)
        #expect(painter.paint(["a"], columns: 10) == erased + "a")
    }

    @Test func coloursTakeNoRoom() {
        var painter = LivePainter(isReflowing: true)
        _ = painter.paint(["\u{1B}[32mgreen\u{1B}[0m", "b"], columns: 5)
        #expect(painter.paint([], columns: 5) == "\u{1B}[1A\r\u{1B}[J")
    }

    @Test func terminalsThatCutLinesAreKnown() {
        let environments = [
            ["TERM": "xterm-256color"], ["TERM": "linux"], ["TERM": "xterm", "XTERM_VERSION": "XTerm(379)"],
            ["TERM": "screen"], ["TERM": "screen-256color", "TMUX": "/tmp/tmux"],
        ]
        #expect(environments.map { LivePainter(environment: $0).isReflowing } == [true, false, false, false, true])
    }

    private static func trimmed(_ line: String) -> String { String(line.reversed().drop { $0 == " " }.reversed()) }

    private func text(upTo columns: Int, _ generator: inout Numbers) -> String {
        let letters = ["a", "b", " ", "é", "漢", "e\u{301}", "🎉"]
        let wanted = Int.random(in: 1...columns, using: &generator)
        var text = ""
        while true {
            let next = text + (letters.randomElement(using: &generator) ?? "a")
            guard next.columns <= wanted else { return text }
            text = next
        }
    }
}

/// Numbers that look like chance and are the same each time (SplitMix64).
struct Numbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
