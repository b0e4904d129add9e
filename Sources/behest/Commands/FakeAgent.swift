internal import ArgumentParser
internal import BehestAgents
internal import FoundationEssentials

/// `behest fake-agent`: a stand-in for a coding agent, for those who try packs out.
struct FakeAgent: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fake-agent",
        abstract: "Stand in for a coding agent, to try packs and configurations out without one.",
        discussion: """
            It reads a specification on its standard input, as a coding agent does, and then does what you say: with \
            --write it changes a file, and otherwise nothing; --then names more, in order. What it writes to its \
            standard output is what the program that it stands in for would write. Arguments that belong to that \
            program are accepted and passed over, so that it can take its place in the configuration:

              coders:
                pretender: {profile: claude, command: [behest, fake-agent, --write, notes.txt]}

            Actions that go on: say=TEXT, write=FILE, delete=FILE, claim=FILE (says that it changed it, and does not), \
            ask=COMMAND (asks to be allowed), flood=MEGABYTES, slow=SECONDS, invalid-text, fork-daemon (leaves a \
            process behind), leave (tries to write outside of its folder, to look into ~/.ssh, and to push, which it \
            only rehearses), stubborn (ignores being asked to stop).

            Actions that end it: succeed (also without being said), fail=REASON (exit code 1), lie (claims a change \
            that it did not make), no-result (exit code 0 without a word about the end), half-answer, hang (for ever), \
            die (kills itself).

              behest fake-agent --write notes.txt --then slow=5 --then fail='no tokens are left' </dev/null

            A script is a YAML list of the same:

              - say: I look at the parser.
              - write: {path: notes.txt, text: hello}
              - flood: 5
              - succeed
            """
    )

    @Option(
        help: ArgumentHelp("Whose events it writes: claude, codex, gemini or plain.", valueName: "whose"),
        transform: format
    )
    var speak = CoderProfile.Format.claude

    @Option(help: ArgumentHelp("Write to this file first; what is there stays before it.", valueName: "file"))
    var write: String?

    @Option(help: "What is written into files.")
    var text: String?

    @Option(help: ArgumentHelp("Do this then; may be given several times.", valueName: "action"))
    var then: [String] = []

    @Option(help: ArgumentHelp("Do what stands in this YAML file then.", valueName: "file"))
    var script: String?

    @Argument(
        parsing: .allUnrecognized,
        help: ArgumentHelp("What belongs to the program that it stands in for.", visibility: .hidden)
    )
    var passedOver: [String] = []

    func run() async throws {
        try await reporting {
            let script = try composed()
            // A coding agent reads all of its specification before it begins.
            while readLine() != nil {}
            var performance = FakePerformance(speak)
            try await performance.play(script)
            if performance.exitCode != 0 { throw ExitCode(performance.exitCode) }
        }
    }

    private static func format(_ name: String) throws -> CoderProfile.Format {
        guard let format = CoderProfile.Format(rawValue: name) else {
            let names = CoderProfile.Format.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("Nobody here speaks '\(name)': write one of \(names).")
        }
        return format
    }

    private func composed() throws -> FakeScript {
        let text = text.map { $0 + "\n" } ?? FakeAction.usualText
        var actions = write.map { [FakeAction.write(path: $0, text: text)] } ?? []
        for argument in then { actions.append(try FakeAction(argument: argument, text: text)) }
        if let script {
            guard let data = FileManager.default.contents(atPath: script) else {
                throw FakeScriptError("The script '\(script)' cannot be read. Correct its name.")
            }
            actions += try FakeScript.read(Array(data), file: script).actions
        }
        return FakeScript(actions: actions)
    }
}
