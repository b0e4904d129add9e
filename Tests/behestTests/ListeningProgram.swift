import FoundationEssentials
import Subprocess
import SystemPackage

/// `behest listen --json` while it runs: its lines are read as they come.
final class ListeningProgram {
    /// It ended before it wrote what was waited for.
    struct Ended: Error, CustomStringConvertible {
        var awaited: String
        var written: String

        var description: String { "Nothing was written of '\(awaited)':\n\(written)" }
    }

    /// What it has written as far as it was read.
    private(set) var written = ""
    private let hear: ([UInt8]) async throws -> Void
    private let nextLine: () async throws -> String?

    init(hear: @escaping ([UInt8]) async throws -> Void, nextLine: @escaping () async throws -> String?) {
        self.hear = hear
        self.nextLine = nextLine
    }

    /// Lets it hear sound, if it takes that from its standard input.
    func hear(_ sound: [Float]) async throws {
        try await hear(
            sound.flatMap { sample in
                let value = Int16(max(-1, min(1, sample)) * 32_767)
                return [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
            }
        )
    }

    /// Waits until it writes some words.
    func wait(for words: String) async throws {
        _ = try await wait(forOneOf: [words])
    }

    /// Waits until it writes some words or others.
    ///
    /// - Returns: which came first.
    func wait(forOneOf words: [String]) async throws -> String {
        while let line = try await nextLine() {
            written += line + "\n"
            if let found = words.first(where: line.contains) { return found }
        }
        throw Ended(awaited: words.joined(separator: "' or '"), written: written)
    }
}

extension Program {
    /// Lets `behest listen` listen during some work, and then kills it.
    ///
    /// Its standard input stays open, as a microphone does.
    func listening<Result: Sendable>(
        _ arguments: [String],
        _ work: (ListeningProgram) async throws -> Result
    ) async throws -> Result {
        try await Subprocess.run(
            .path(FilePath(try Self.path())),
            arguments: Arguments(["listen", "--json"] + arguments),
            environment: .inherit.updating(environment),
            workingDirectory: FilePath(workspace.path),
            input: .inputWriter,
            output: .sequence,
            error: .discarded
        ) { execution in
            var lines = execution.standardOutput.strings().makeAsyncIterator()
            let listening = ListeningProgram {
                _ = try await execution.standardInputWriter.write($0)
            } nextLine: {
                try await lines.next()
            }
            defer { try? execution.send(signal: .kill) }
            return try await work(listening)
        }.closureResult
    }
}
