internal import ArgumentParser

/// `behest ptt`: push-to-talk, for a shortcut of the desktop.
struct Ptt: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Push to talk: tell the Behest that listens when to hear you.",
        discussion: """
            For a desktop's shortcuts. What is said between 'press' and 'release' is one utterance; a shortcut that knows no \
            release uses 'toggle'. It works in every mode of 'behest listen' and 'behest serve', and says nothing unless \
            something is wrong.

            Exit codes: 0 it was told; 1 nothing is listening; 2 Behest refuses, such as while it is muted; 64 misuse.
            """,
        subcommands: [Press.self, Release.self, Toggle.self]
    )

    /// `behest ptt press`.
    struct Press: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The key goes down: what is said now is for Behest.")

        func run() async throws { try await Control.tell("press") }
    }

    /// `behest ptt release`.
    struct Release: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The key goes up: that was it.")

        func run() async throws { try await Control.tell("release") }
    }

    /// `behest ptt toggle`.
    struct Toggle: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Begin if it is released, and end if it is pressed.")

        func run() async throws { try await Control.tell("toggle") }
    }
}

/// `behest mute`.
struct Mute: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Hear nothing until 'behest unmute'.",
        discussion: """
            The microphone stays open, so that unmuting takes no time; what it gives is thrown away, and nothing of it is kept or \
            recognised. What is being said is given up.
            """
    )

    func run() async throws { try await Control.tell("mute") }
}

/// `behest unmute`.
struct Unmute: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Hear again, after 'behest mute'.")

    func run() async throws { try await Control.tell("unmute") }
}

/// `behest status`.
struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show whether Behest listens, and for what it waits.",
        discussion: "Exit codes: 0 something is listened to; 1 nothing is."
    )

    func run() async throws {
        try await Control.run { client in
            let status = try await client.status()
            guard let source = status.source else { throw NothingListens() }
            let name = source.isEmpty ? "the microphone" : "'\(source)'"
            StandardOutput.write("\(status.state): \(name), by \(status.mode)")
        }
    }
}

/// What the commands have in common that talk to a running Behest.
private enum Control {
    static func tell(_ event: String) async throws {
        try await run { _ = try await $0.tell(event) }
    }

    static func run(_ work: (ControlClient) async throws -> Void) async throws {
        try await reporting {
            do {
                try await work(ControlClient(socket: Assembly().places.controlSocket))
            } catch let refusal as ControlRefusal {
                StandardError.write("behest: \(refusal)")
                throw ExitCode(2)
            }
        }
    }
}
