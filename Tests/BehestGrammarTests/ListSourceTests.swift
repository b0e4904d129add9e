import BehestGrammar
import Testing

/// Lists that are filled from elsewhere, as far as the grammar has to do with them.
struct ListSourceTests {
    @Test(arguments: [
        ("{from: files}", ListSource.files(matching: [])),
        ("{from: files, match: 'Sources/*'}", .files(matching: ["Sources/*"])),
        ("{from: files, match: ['*.md', '!old/**']}", .files(matching: ["*.md", "!old/**"])),
        ("{from: symbols, kinds: [class]}", .symbols(kinds: ["class"], matching: [])),
        ("{from: git-branches}", .gitBranches),
        ("{from: git-authors}", .gitAuthors),
        ("{from: recipes}", .recipes(of: nil)),
        ("{from: recipes, tool: just}", .recipes(of: .just)),
        ("{from: command, run: [git, tag]}", .command(["git", "tag"])),
    ])
    func readsWhereValuesComeFrom(list: String, expected: ListSource) throws {
        let pack = try Self.pack("open {file}", lists: "{file: \(list)}")
        #expect(pack.listSources.map(\.source) == [expected])
        #expect(pack.listSources.map(\.range.start.line) == [7])
    }

    @Test func blockListsHaveSourcesToo() throws {
        let text = """
            intents:
              Open:
                data:
                  - sentences: ["open {file}"]
                    lists: {file: {from: files}}
            lists: {other: {from: files}, branch: {from: git-branches}}
            """
        var pack = try Fixtures.read(PackDocument(text: text, file: "test.yaml"))
        #expect(Set(pack.listSources.map(\.source)) == [.files(matching: []), .gitBranches])
        pack.fill([.files(matching: []): [ListSource.Value(spoken: ["user store"], out: .text("UserStore.swift"))]])
        #expect(try Self.readings(of: "open user store", by: pack) == ["Open file=UserStore.swift"])
    }

    @Test func anUnfilledListHasNoValues() throws {
        let pack = try Self.pack("open {file}", lists: "{file: {from: files}}")
        #expect(try Self.readings(of: "open user store", by: pack) == [])
    }

    @Test func whatThePackSaysComesFirst() throws {
        var pack = try Self.pack(
            "open {file}",
            lists: "{file: {from: files, values: [{in: 'read[ ]me', out: README.md}]}}"
        )
        pack.fill([
            .files(matching: []): [
                ListSource.Value(
                    spoken: ["readme", "readme dot md"],
                    out: .text("docs/README.md"),
                    others: [.text("README.md")]
                ),
                ListSource.Value(spoken: ["read me"], out: .text("never.md")),
            ]
        ])
        #expect(try Self.readings(of: "open readme", by: pack) == ["Open file=README.md"])
        #expect(try Self.readings(of: "open the Read me", by: pack) == [])
        #expect(try Self.readings(of: "open read me", by: pack) == ["Open file=README.md"])
        #expect(try Self.readings(of: "open readme dot md", by: pack) == ["Open file=docs/README.md"])
    }

    @Test func aNameOfSeveralThingsTellsThemAll() throws {
        var pack = try Self.pack("open {file}", lists: "{file: {from: files}}")
        pack.fill([
            .files(matching: []): [
                ListSource.Value(spoken: ["main"], out: .text("a/main.c"), others: [.text("b/main.c")])
            ]
        ])
        let reading = try #require(try Grammar(compiling: [pack]).interpret("open main").first)
        #expect(reading.slots.map(\.others) == [[.text("b/main.c")]])
    }

    @Test func theSignsOfATemplateMeanNothingInAName() throws {
        var pack = try Self.pack("open {file}", lists: "{file: {from: files}}")
        pack.fill([.files(matching: []): [ListSource.Value(spoken: ["a (b|c) [d"], out: .text("x"))]])
        #expect(try Self.readings(of: "open a b c d", by: pack) == ["Open file=x"])
        #expect(try Self.readings(of: "open a b", by: pack) == [])
    }

    private static func pack(_ sentence: String, lists: String) throws -> GrammarPack {
        let text = "language: en\nintents:\n  Open:\n    data:\n      - sentences: ['\(sentence)']\nlists:\n  "
        return try Fixtures.read(PackDocument(text: text + String(lists.dropFirst().dropLast()), file: "test.yaml"))
    }

    private static func readings(of words: String, by pack: GrammarPack) throws -> [String] {
        try Grammar(compiling: [pack]).interpret(words).map(\.line)
    }
}
