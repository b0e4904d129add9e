internal import ArgumentParser

/// The command line of Behest.
@main
struct Behest: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "behest",
        abstract: "Turns spoken commands into work done.",
        discussion: """
            Behest hears a command, at the microphone or in a recording, transcribes it, understands it by the grammars \
            that you write, decides whether it may act, asks back where it must, and carries out what the grammar's \
            workflow says. It runs on this machine alone.

            Try it:  behest listen
                     behest run samples/file-a-bug.flac
                     behest say "file a bug saying the clock is slow"

            Exit codes: 0 all done; 1 something failed; 2 something was refused or needs an answer, nothing failed; \
            64 misuse; 130 interrupted.
            """,
        version: version,
        subcommands: [
            Run.self, Say.self, Parse.self, Tasks.self, WorkerCommand.self, JournalCommand.self, Bugs.self,
            GrammarCommand.self,
            Listen.self, Serve.self,
            Ptt.self, Mute.self, Unmute.self, Status.self, WakePhraseTrial.self, Devices.self, Doctor.self,
            FakeForgeCommand.self, FakeAgent.self,
        ]
    )
}
