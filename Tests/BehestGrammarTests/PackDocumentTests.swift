import BehestGrammar
import Testing

struct PackDocumentTests {
    struct Place: Sendable, CustomTestStringConvertible {
        var yaml: String
        /// What is looked for in the value of `key`.
        var part: String
        var line: Int
        var column: Int
        var testDescription: String { yaml }
    }

    @Test(arguments: [
        Place(yaml: "key: one {two} three", part: "{two}", line: 1, column: 10),
        Place(yaml: "key: 'it''s {two}'", part: "{two}", line: 1, column: 13),
        Place(yaml: #"key: "a\tb \"c\" {two}""#, part: "{two}", line: 1, column: 18),
        Place(yaml: #"key: "\u00e9\x41 {two}""#, part: "{two}", line: 1, column: 18),
        Place(yaml: "key: é {two}", part: "{two}", line: 1, column: 8),
        Place(yaml: "key: |\n  first\n  then {two}\n", part: "{two}", line: 3, column: 8),
        Place(yaml: "key: |\n  a\n    b {two}\n", part: "{two}", line: 3, column: 7),
        Place(yaml: "key: >\n  first\n  then {two}\n", part: "{two}", line: 3, column: 8),
        Place(yaml: "key: >\n\n  first\n\n  then {two}\n", part: "{two}", line: 5, column: 8),
        Place(yaml: "key: one\n  more {two}", part: "{two}", line: 2, column: 8),
        Place(yaml: "key: one\n\n\n  more {two}", part: "{two}", line: 4, column: 8),
        Place(yaml: "key: 'one   \n   more {two}'", part: "{two}", line: 2, column: 9),
        Place(yaml: "key: \"one\\\n   more {two}\"", part: "{two}", line: 2, column: 9),
        Place(yaml: "key: \"one\n   more {two}\"", part: "{two}", line: 2, column: 9),
    ])
    func findsPartsOfScalars(_ place: Place) throws {
        let document = PackDocument(text: place.yaml, file: "a.yaml")
        let node = try #require(document.root?["key"])
        let text = try #require(node.text)
        let characters = Array(text.utf8)
        let part = Array(place.part.utf8)
        let start = try #require(
            (0...(characters.count - part.count)).first { Array(characters[$0..<($0 + part.count)]) == part }
        )
        let range = node.range(of: start..<(start + part.count))
        #expect(range.start == SourceLocation(line: place.line, column: place.column))
        #expect(range.end == SourceLocation(line: place.line, column: place.column + part.count))
    }

    @Test func knowsLineColumnAndQuotesOfScalars() throws {
        let document = PackDocument(text: "a:\n  - 'x'\n  - yes\n", file: "a.yaml")
        let elements = try #require(document.root?["a"]?.elements)
        #expect(elements.map(\.content) == [.scalar("x", isQuoted: true), .scalar("yes", isQuoted: false)])
        #expect(elements[0].range.start == SourceLocation(line: 2, column: 5))
        #expect(elements[0].range.end == SourceLocation(line: 2, column: 8))
        #expect(elements[1].range.end == SourceLocation(line: 3, column: 8))
        #expect(document.root?.entries?.first?.key.range.start == SourceLocation(line: 1, column: 1))
    }

    struct Mistake: Sendable, CustomTestStringConvertible {
        var bytes: [UInt8]
        var diagnostic: String
        var testDescription: String { diagnostic }

        init(_ text: String, _ diagnostic: String) {
            self.init(Array(text.utf8), diagnostic)
        }

        init(_ bytes: [UInt8], _ diagnostic: String) {
            self.bytes = bytes
            self.diagnostic = diagnostic
        }
    }

    @Test(arguments: [
        Mistake(
            "a: [1, 2",
            "1:9-1:9 error yaml-syntax: while parsing a flow sequence, did not find expected ',' or ']'"
        ),
        Mistake(
            "a: 1\na: 2\n",
            "1:1-1:2 error duplicate-key: the key 'a' stands more than once in one mapping "
                + "(give each key once, with all its values under it)"
        ),
        Mistake(
            Array("a: b\nc: ".utf8) + [0xFF, 0x0A],
            "2:4-2:5 error invalid-utf8: the file is not valid UTF-8 (save the file with the encoding UTF-8)"
        ),
        Mistake("? [a]\n: b\n", "1:3-1:5 error wrong-type: a key must be a single value"),
    ])
    func reportsWhatIsNoYAML(_ mistake: Mistake) {
        let document = PackDocument(bytes: mistake.bytes, file: "a.yaml")
        #expect(document.root == nil)
        #expect(document.diagnostics.map(\.line) == [mistake.diagnostic])
    }

    @Test(.timeLimit(.minutes(10)), arguments: ["[", "{a: ", "- ", "\"", "&a [*a"])
    func refusesEndlessNesting(_ opening: String) {
        let document = PackDocument(text: String(repeating: opening, count: 100_000), file: "a.yaml")
        #expect(document.root == nil)
        #expect(document.diagnostics.count == 1)
    }

    @Test(.timeLimit(.minutes(10))) func refusesAliasesThatMultiply() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        let document = PackDocument(text: text, file: "a.yaml")
        #expect(document.diagnostics.map(\.code) == ["too-many-values"])
    }

    @Test func refusesAHugeFile() {
        let bytes = [UInt8](repeating: UInt8(ascii: "#"), count: PackDocument.largestFile + 1)
        #expect(PackDocument(bytes: bytes, file: "a.yaml").diagnostics.map(\.code) == ["file-too-large"])
    }

    @Test(.timeLimit(.minutes(10))) func readsAVeryLongLine() throws {
        let text = "a: [" + Array(repeating: "word", count: 50_000).joined(separator: ", ") + "]"
        let document = PackDocument(text: text, file: "a.yaml")
        let last = try #require(document.root?["a"]?.elements?.last)
        #expect(last.range.start.column == 5 + 49_999 * 6)
    }
}
