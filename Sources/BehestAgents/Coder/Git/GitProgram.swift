import BehestWorkflow
import FoundationEssentials
import Subprocess
import Synchronization

/// Git, run so that nothing in a repository can make it run another program or reach another machine.
struct GitProgram: Sendable {
    /// Where it runs.
    var directory: String
    /// The repository and its working tree, where git is not to look for them itself: what an agent has written there
    /// could lead it elsewhere.
    var place: Place?

    /// A repository, named rather than found.
    struct Place: Sendable {
        var gitFolder: String
        var tree: String
        var index: String
    }

    /// The most that is taken of what git writes, in bytes.
    static let mostOutput = 64 << 20

    /// Who makes Behest's commits.
    private static let identity = (name: "Behest", address: "behest@localhost")

    private static let guards = [
        "core.hooksPath=/dev/null", "core.fsmonitor=false", "protocol.allow=never", "protocol.file.allow=never",
        "commit.gpgSign=false", "core.quotePath=false", "gc.auto=0", "maintenance.auto=false",
        "submodule.recurse=false", "core.attributesFile=/dev/null", "advice.addEmbeddedRepo=false",
    ]

    /// Runs it and returns what it writes.
    ///
    /// - Throws: ``AgentError`` when it fails, cannot be started or writes more than is taken; `CancellationError`.
    func bytes(_ arguments: [String]) async throws -> [UInt8] {
        let outcome = try await run(arguments)
        guard outcome.exitCode == 0 else {
            let complaint = outcome.complaint.isEmpty ? "it said nothing" : outcome.complaint
            throw AgentError("git could not do '\(arguments.first ?? "")' in '\(directory)': \(complaint)")
        }
        return outcome.output
    }

    /// Runs it and returns its output without white space around it.
    func text(_ arguments: String...) async throws -> String {
        Self.trimmed(String(decoding: try await bytes(arguments), as: UTF8.self))
    }

    /// Runs it and returns its output, or `nil` when it fails.
    func answer(_ arguments: String...) async throws -> String? {
        let outcome = try await run(arguments)
        return outcome.exitCode == 0 ? Self.trimmed(String(decoding: outcome.output, as: UTF8.self)) : nil
    }

    private static func trimmed(_ text: String) -> String {
        String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }

    private func run(_ arguments: [String]) async throws -> (exitCode: Int, output: [UInt8], complaint: String) {
        let box = CollectedBytes()
        var program = Program(
            arguments: ["git"] + Self.guards.flatMap { ["-c", $0] } + ["--no-optional-locks"] + arguments,
            environment: environment,
            directory: directory
        )
        program.received = { box.take($0) }
        do {
            let outcome = try await program.run()
            guard let output = box.bytes else {
                throw AgentError("git writes more than \(Self.mostOutput >> 20) MB about '\(directory)'.")
            }
            return (outcome.exitCode, output, outcome.errors.lastLines(3).brief(500))
        } catch let error as SubprocessError {
            try Task.checkCancellation()
            throw AgentError(
                "git could not be run in '\(directory)'. Install it with your system's packages.",
                cause: error
            )
        }
    }

    private var environment: [String: String?] {
        var environment: [String: String?] = [
            "GIT_DIR": nil, "GIT_WORK_TREE": nil, "GIT_INDEX_FILE": nil, "GIT_COMMON_DIR": nil,
            "GIT_OBJECT_DIRECTORY": nil, "GIT_ALTERNATE_OBJECT_DIRECTORIES": nil, "GIT_EXTERNAL_DIFF": nil,
            "GIT_CONFIG_COUNT": nil, "GIT_CONFIG_PARAMETERS": nil, "GIT_NAMESPACE": nil, "GIT_ATTR_SOURCE": nil,
            "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C",
        ]
        for role in ["AUTHOR", "COMMITTER"] {
            environment["GIT_\(role)_NAME"] = Self.identity.name
            environment["GIT_\(role)_EMAIL"] = Self.identity.address
        }
        if let place {
            environment["GIT_DIR"] = place.gitFolder
            environment["GIT_WORK_TREE"] = place.tree
            environment["GIT_INDEX_FILE"] = place.index
        }
        return environment
    }
}

/// What a program has written, up to the bound of what is taken.
private final class CollectedBytes: Sendable {
    private let state = Mutex<[UInt8]?>([])

    /// All that it wrote; `nil` when that is more than is taken.
    var bytes: [UInt8]? { state.withLock { $0 } }

    func take(_ piece: [UInt8]) {
        state.withLock { bytes in
            guard let count = bytes?.count else { return }
            if count + piece.count > GitProgram.mostOutput { bytes = nil } else { bytes?.append(contentsOf: piece) }
        }
    }
}
