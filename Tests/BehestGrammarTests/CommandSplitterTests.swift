import BehestGrammar
import Testing

/// Several commands in one breath.
struct CommandSplitterTests {
    private static let pack = """
        language: en
        intents:
          RunTests: {data: [{sentences: ["(run|start) [all] [the] tests"]}]}
          FileBug: {data: [{sentences: ["file a bug [in the {component}] [saying [that] {summary}]"]}]}
          Remind: {data: [{sentences: ["remind me to {summary} tomorrow"]}]}
          Season: {data: [{sentences: ["add salt and pepper", "wait and then stop"]}]}
          Open: {data: [{sentences: ["open [the] {file}"]}]}
        lists:
          component: {values: [parser, web page]}
          file: {values: ["read me", "change log"]}
          summary: {wildcard: true}
        """

    struct Case: Sendable, CustomTestStringConvertible {
        var text: String
        /// The commands' texts and intents; none when the text is not split.
        var commands: [String]
        var testDescription: String { text }

        init(_ text: String, _ commands: String...) {
            self.text = text
            self.commands = commands
        }
    }

    @Test(arguments: [
        Case("run the tests and then file a bug", "run the tests → RunTests", "file a bug → FileBug"),
        Case("run the tests and file a bug", "run the tests → RunTests", "file a bug → FileBug"),
        Case(
            "Run the tests, then open the read me.",
            "Run the tests → RunTests",
            "open the read me → Open file=read me"
        ),
        Case("Run the tests. File a bug.", "Run the tests → RunTests", "File a bug → FileBug"),
        Case(
            "run the tests and, then, open the read me",
            "run the tests → RunTests",
            "open the read me → Open file=read me"
        ),
        Case("run the tests, open the read me", "run the tests → RunTests", "open the read me → Open file=read me"),
        Case(
            "run the tests, and after that open the read me and file a bug saying it hangs",
            "run the tests → RunTests",
            "open the read me → Open file=read me",
            "file a bug saying it hangs → FileBug summary=it hangs"
        ),
        // Free text takes a plain "and", but not an "and then" before a command without free text.
        Case("file a bug saying that it hangs and run the tests"),
        Case("file a bug saying that it hangs, run the tests"),
        Case(
            "file a bug saying that it hangs and then run the tests",
            "file a bug saying that it hangs → FileBug summary=it hangs",
            "run the tests → RunTests"
        ),
        Case(
            "File a bug saying that it hangs. Run the tests.",
            "File a bug saying that it hangs → FileBug summary=it hangs",
            "Run the tests → RunTests"
        ),
        Case("file a bug saying it hangs and then it crashes"),
        Case("file a bug saying it hangs and then file a bug saying it crashes"),
        Case("File a bug. Saying that it hangs."),
        Case(
            "run the tests and then file a bug saying it is slow and then open the read me",
            "run the tests → RunTests",
            "file a bug saying it is slow → FileBug summary=it is slow",
            "open the read me → Open file=read me"
        ),
        Case(
            "remind me to buy milk and bread tomorrow and run the tests",
            "remind me to buy milk and bread tomorrow → Remind summary=buy milk and bread",
            "run the tests → RunTests"
        ),
        // Connectives that belong to a sentence are no cuts.
        Case("add salt and pepper"),
        Case("wait and then stop"),
        Case("add salt and pepper and run the tests", "add salt and pepper → Season", "run the tests → RunTests"),
        Case("run the tests and then run the tests", "run the tests → RunTests", "run the tests → RunTests"),
        // What only begins or ends with a connective is one command or none.
        Case("and then run the tests"),
        Case("run the tests and then"),
        Case("run the tests"),
        Case("and then"),
        Case(""),
    ])
    func splits(_ example: Case) throws {
        let splitting = CommandSplitter(try Fixtures.grammar(Self.pack)).split(example.text)
        guard case .several(let commands) = splitting else {
            #expect(example.commands == [])
            return
        }
        #expect(commands.map { "\($0.text) → \($0.matches.first?.interpretation.line ?? "")" } == example.commands)
        for command in commands {
            let bytes = Array(example.text.utf8)[command.bytes]
            #expect(String(decoding: bytes, as: UTF8.self) == command.text)
        }
    }

    @Test func namesThePartsThatAreNoCommands() throws {
        let splitter = CommandSplitter(try Fixtures.grammar(Self.pack))
        guard case .partly(let parts) = splitter.split("run the tests, make me a sandwich and open the read me") else {
            Issue.record("it is partly understood")
            return
        }
        #expect(parts.map(\.text) == ["run the tests", "make me a sandwich", "open the read me"])
        #expect(parts.map(\.matches.isEmpty) == [false, true, false])
        #expect(splitter.split("sing and dance and laugh") == .none)
        guard case .partly(let denied) = splitter.split("run the tests and don't file a bug") else {
            Issue.record("what is denied is not done")
            return
        }
        #expect(denied.filter(\.matches.isEmpty).map(\.text) == ["don't file a bug"])
    }

    @Test func cutsAtTheConnectivesOfTheLanguage() throws {
        let german = try Self.small("de", "starte die tests", "zeige den status")
        guard case .several(let commands) = german.split("Starte die Tests und danach zeige den Status.") else {
            Issue.record("it is two commands")
            return
        }
        #expect(commands.map(\.text) == ["Starte die Tests", "zeige den Status"])
        // A language whose connectives are not known is cut at its punctuation.
        guard case .several = try Self.small("xx", "aba", "caba").split("Aba. Caba!") else {
            Issue.record("it is two commands")
            return
        }
    }

    @Test func doesNotSearchInAStory() throws {
        let splitter = CommandSplitter(try Fixtures.grammar(Self.pack))
        let story = Array(repeating: "run the tests", count: 400).joined(separator: " and ")
        #expect(splitter.split(story) == .none)
    }

    private static func small(_ language: String, _ first: String, _ second: String) throws -> CommandSplitter {
        let text = """
            language: \(language)
            intents:
              First: {data: [{sentences: ["\(first)"]}]}
              Second: {data: [{sentences: ["\(second)"]}]}
            """
        return CommandSplitter(try Fixtures.grammar(text))
    }
}
