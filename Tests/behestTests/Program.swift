import FoundationEssentials
import Subprocess
import SystemPackage
import TestSupport

/// The built program, run in a home of one test's own.
final class Program: @unchecked Sendable {
    struct Result {
        var exitCode: Int32
        var output: String
        var errors: String

        /// The lines of the output as JSON objects.
        func json() throws -> [Line] {
            try output.split(separator: "\n").map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
        }
    }

    /// What the tests look at in a line of `--json`.
    struct Line: Decodable {
        var event: String?
        var file: String?
        var text: String?
        var intent: String?
        var slots: [String: String]?
        var decision: String?
        var reason: String?
        var state: String?
        var run: String?
        var error: String?
        var timings: [String: Double]?
        var words: String?
        var following: [Following]?
    }

    /// One of the commands after the first in a line of `--json`.
    struct Following: Decodable {
        var words: String?
        var intent: String?
        var decision: String?
        var reason: String?
        var state: String?
    }

    private let folder: TemporaryDirectory
    let workspace: URL
    let state: URL
    var environment: [Environment.Key: String?]
    /// What must be there as long as the program may run.
    var belongings: [any Sendable] = []

    init() throws {
        folder = try TemporaryDirectory()
        workspace = folder.url.appending(path: "workspace")
        state = folder.url.appending(path: "state")
        try FileManager.default.createDirectory(at: workspace, withIntermediateDirectories: true)
        environment = [
            "XDG_STATE_HOME": state.path, "XDG_CONFIG_HOME": folder.url.appending(path: "config").path,
            "XDG_RUNTIME_DIR": folder.url.path,
            "BEHEST_GRAMMARS": Repository.grammars.path, "NO_COLOR": "1",
        ]
    }

    func file(_ name: String) -> URL { folder.url.appending(path: name) }

    func run(_ arguments: String...) async throws -> Result {
        try await run(arguments)
    }

    func run(_ arguments: [String]) async throws -> Result {
        let record = try await Subprocess.run(
            .path(FilePath(try Self.path())),
            arguments: Arguments(arguments),
            environment: .inherit.updating(environment),
            workingDirectory: FilePath(workspace.path),
            output: .string(limit: 4 << 20),
            error: .string(limit: 1 << 20)
        )
        let code: Int32 =
            switch record.terminationStatus {
            case .exited(let code): code
            case .signaled(let signal): -signal
            }
        return Result(exitCode: code, output: record.standardOutput, errors: record.standardError)
    }

    /// Starts the program, sends it a signal once a file is there, and waits for its end.
    func run(_ arguments: [String], sending signal: Signal, onceThereIs file: URL) async throws -> TerminationStatus {
        try await Subprocess.run(
            .path(FilePath(try Self.path())),
            arguments: Arguments(arguments),
            environment: .inherit.updating(environment),
            workingDirectory: FilePath(workspace.path),
            input: .none,
            output: .discarded,
            error: .discarded
        ) { execution in
            while !FileManager.default.fileExists(atPath: file.path) { await Task.yield() }
            try execution.send(signal: signal)
        }.terminationStatus
    }

    /// Runs the program with its output going to a file.
    func run(_ arguments: [String], writingTo output: FileDescriptor) async throws -> Result {
        let record = try await Subprocess.run(
            .path(FilePath(try Self.path())),
            arguments: Arguments(arguments),
            environment: .inherit.updating(environment),
            workingDirectory: FilePath(workspace.path),
            output: .fileDescriptor(output, closeAfterSpawningProcess: true),
            error: .string(limit: 1 << 20)
        )
        guard case .exited(let code) = record.terminationStatus else {
            return Result(exitCode: -1, output: "", errors: record.standardError)
        }
        return Result(exitCode: code, output: "", errors: record.standardError)
    }

    /// The program that was built beside the tests.
    static func path() throws -> String {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(filePath: tests).deletingLastPathComponent().appending(path: "behest").path
    }
}

extension Program {
    /// Runs a line of shell in the workspace, and returns what it writes.
    func shell(_ line: String, _ arguments: [String] = []) async throws -> String {
        let record = try await Subprocess.run(
            .name("sh"),
            arguments: Arguments(["-c", line, "sh"] + arguments),
            environment: .inherit.updating(environment),
            workingDirectory: FilePath(workspace.path),
            output: .string(limit: 1 << 20),
            error: .discarded
        )
        return record.standardOutput
    }
}
