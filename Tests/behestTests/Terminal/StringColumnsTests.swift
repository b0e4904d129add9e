import Testing

@testable import behest

/// How much room text takes, and how it is made to fit.
struct StringColumnsTests {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("漢字", 4), ("한국", 4), ("ﾊﾝ", 2), ("Ｗ", 2), ("🎉", 2),
        ("❤\u{FE0F}", 2),
        ("שלום", 4), ("مُحَمَّد", 4), ("\u{200B}a\u{AD}", 1), ("…·█", 3), ("नमस्ते", 4),
        // Terminals that do not know the cluster draw each person.
        ("👩‍👩‍👧", 6),
    ])
    func countsColumns(_ text: String, _ columns: Int) { #expect(text.columns == columns) }

    @Test(arguments: [
        ("deploy web", 10, "deploy web"), ("deploy web", 9, "deploy w…"), ("deploy", 1, "…"), ("deploy", 0, ""),
        // Half a character does not fit.
        ("漢字漢字", 6, "漢字…"), ("漢字漢字", 4, "漢…"), ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
    ])
    func cutsTheEnd(_ text: String, _ room: Int, _ expected: String) { #expect(text.fitted(to: room) == expected) }

    @Test(arguments: [("deploy web", 6, "…y web"), ("漢字漢字", 6, "…漢字"), ("web", 3, "web"), ("web", 0, "")])
    func cutsTheBeginning(_ text: String, _ room: Int, _ expected: String) {
        #expect(text.endFitted(to: room) == expected)
    }

    @Test(arguments: [
        ("one two three", 7, 3, ["one two", "three"]), ("one two three", 7, 1, ["one tw…"]),
        ("one two three four", 5, 2, ["one", "two …"]), ("incomprehensible", 6, 3, ["incomp", "rehens", "ible"]),
        ("漢字漢字", 5, 3, ["漢字", "漢字"]), ("  ", 5, 3, []), ("漢", 1, 2, ["漢"]),
    ])
    func wraps(_ text: String, _ room: Int, _ most: Int, _ expected: [String]) {
        #expect(text.wrapped(to: room, atMost: most) == expected)
    }

    @Test(arguments: [
        ("  heard  one two three", 16, 9, "  heard  one two\n         three"), ("  as it is", 10, 2, "  as it is"),
        // Colours take no room, and a word that has none is left to the terminal.
        ("\u{1B}[2mone\u{1B}[0m two", 7, 0, "\u{1B}[2mone\u{1B}[0m two"),
        ("incomprehensible word", 6, 0, "incomprehensible\nword"),
    ])
    func breaksBetweenWords(_ text: String, _ room: Int, _ indent: Int, _ expected: String) {
        #expect(text.broken(to: room, indent: indent) == expected)
    }

    @Test func oneLineHoldsNothingThatSteers() {
        let text = "a\tb\nc\u{1B}[2Jd\u{9B}e\u{2028}f\u{202E}g\u{7}\r"
        #expect(text.oneLine == "a b c\u{FFFD}[2Jd\u{FFFD}e f\u{FFFD}g\u{FFFD}\u{FFFD}")
    }
}
