internal import ArgumentParser
internal import BehestWorkflow
internal import FoundationEssentials

/// `behest journal`: the file in which everything is recorded.
struct JournalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal",
        abstract: "Look after the journal, in which everything is recorded.",
        subcommands: [JournalCheck.self, JournalVerify.self, JournalBackup.self, JournalVacuum.self, JournalTidy.self]
    )
}

/// `behest journal check`: whether the file is whole.
struct JournalCheck: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Look for damage in the journal's file.",
        discussion: "Exit codes: 0 it is whole; 1 it is damaged, or cannot be read."
    )

    func run() async throws {
        try await reporting {
            let assembly = Assembly()
            guard let journal = try assembly.existingJournal() else { return assembly.tellThereIsNoJournal() }
            let damage = try await journal.damage()
            guard damage.isEmpty else {
                for fault in damage { StandardOutput.write(fault) }
                StandardError.write(
                    "behest: The journal '\(journal.path)' is damaged. Restore a copy, or write what can be read to a new "
                        + "file with 'behest journal backup FILE'."
                )
                throw ExitCode.failure
            }
            StandardOutput.write("The journal '\(journal.path)' is whole (\(journal.size.asBytes)).")
        }
    }
}

/// `behest journal verify`: whether anything recorded was changed.
struct JournalVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Look whether anything that was recorded has been changed since.",
        discussion: """
            Each event's hash covers the event before it and the record that it belongs to. What this cannot see alone is that \
            the end was cut off, or that all was written anew: keep the hash that it writes somewhere else, and give it the next \
            time with '--holding'.

            Exit codes: 0 nothing was changed; 1 something was, or the journal cannot be read.
            """
    )

    @Option(help: ArgumentHelp("A hash that was the last one at some time.", valueName: "hash"))
    var holding: String?

    @Flag(name: .long, help: "Write it as a line of JSON.")
    var json = false

    func run() async throws {
        try await reporting {
            let assembly = Assembly()
            guard let journal = try assembly.existingJournal() else { return assembly.tellThereIsNoJournal() }
            let audit = try await journal.audit(holding: holding?.lowercased())
            if json {
                StandardOutput.write(audit.json)
            } else {
                for finding in audit.findings { StandardOutput.write("\(finding)") }
            }
            guard audit.findings.isEmpty else {
                StandardError.write("behest: The journal '\(journal.path)' is not as it was recorded.")
                throw ExitCode.failure
            }
            guard !json else { return }
            StandardOutput.write("\(audit.events) events, none changed. The last hash is \(audit.head)")
        }
    }
}

/// `behest journal backup`: a copy.
struct JournalBackup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the journal as it is now; Behest may go on meanwhile.",
        discussion: "The recordings are files beside the journal, and not in the copy."
    )

    @Argument(help: ArgumentHelp("The copy; a file that is there is replaced.", valueName: "file"))
    var copy: String

    func run() async throws {
        try await reporting {
            let assembly = Assembly()
            guard let journal = try assembly.existingJournal() else { return assembly.tellThereIsNoJournal() }
            guard URL(filePath: copy).standardizedFileURL != URL(filePath: journal.path).standardizedFileURL else {
                throw ValidationError("The copy is the journal itself: name another file.")
            }
            try await journal.backUp(to: copy)
            StandardOutput.write("Copied the journal to '\(copy)'.")
        }
    }
}

/// `behest journal vacuum`: a smaller file.
struct JournalVacuum: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vacuum",
        abstract: "Give space that the journal no longer needs back to the file system."
    )

    func run() async throws {
        try await reporting {
            let assembly = Assembly()
            guard let journal = try assembly.existingJournal() else { return assembly.tellThereIsNoJournal() }
            let (before, after) = try await journal.vacuum()
            StandardOutput.write("The journal took \(before.asBytes), and takes \(after.asBytes) now.")
        }
    }
}

extension Assembly {
    func tellThereIsNoJournal() {
        StandardError.write("There is no journal yet. Try: behest say \"file a bug saying it works\"")
    }
}

extension Audit {
    fileprivate var json: String {
        JSONValue.mapping([
            "events": .number(Double(events)),
            "head": .string(head),
            "findings": .list(
                findings.map { finding in
                    .mapping([
                        "kind": .string(finding.kind.rawValue),
                        "event": finding.event.map { .number(Double($0)) } ?? .null,
                        "subject": .string(finding.subject), "message": .string("\(finding)"),
                    ])
                }
            ),
        ]).json
    }
}

extension Int64 {
    /// Such as "1.5 MB".
    var asBytes: String {
        let (value, unit) = self < 1_000_000 ? (Double(self) / 1e3, "kB") : (Double(self) / 1e6, "MB")
        return "\((value * 10).rounded() / 10) \(unit)"
    }
}
