import BehestTransport
import BehestWorkflow
import FoundationEssentials
import Glibc

/// Where a token or a secret is read from; it is read anew each time, so that a new one counts at once.
public enum ForgeToken: Sendable, Hashable {
    /// A variable of the environment.
    case environment(String)
    /// A file that nobody else can read.
    case file(String)
    /// A program with its arguments, which prints it.
    case command([String])

    private static let mostBytes = 16_384

    /// Reads it.
    ///
    /// - Parameters:
    ///   - environment: the process's environment.
    ///   - limit: how long a program may take.
    /// - Returns: the secret.
    /// - Throws: ``AgentError``, which never has any of it; `CancellationError`.
    func read(_ environment: [String: String], within limit: Duration = .seconds(20)) async throws -> Secret {
        switch self {
        case .environment(let name):
            guard let secret = environment[name].map(Secret.init), !secret.isEmpty else {
                throw AgentError(
                    "The environment has no '\(name)', which is to hold a secret. Set it, and start again."
                )
            }
            return secret
        case .file(let name): return try Self.read(file: Self.path(name, environment))
        case .command(let arguments): return try await Self.run(arguments, environment, within: limit)
        }
    }

    private static func path(_ name: String, _ environment: [String: String]) -> String {
        guard name.hasPrefix("~/"), let home = environment["HOME"] else { return name }
        return home + name.dropFirst()
    }

    private static func read(file path: String) throws -> Secret {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { throw SystemError.last("read", path) }
        guard status.st_mode & 0o077 == 0 else {
            throw AgentError("'\(path)' holds a secret, and others may read it. Say 'chmod 600' for it and retry.")
        }
        let bytes = try FilePart.read(path, atMost: mostBytes).bytes
        let secret = Secret(String(decoding: bytes, as: UTF8.self))
        guard !secret.isEmpty else { throw AgentError("'\(path)' is empty. Write the secret into it and retry.") }
        return secret
    }

    private static func run(
        _ arguments: [String],
        _ environment: [String: String],
        within limit: Duration
    ) async throws -> Secret {
        let name = arguments.first ?? ""
        let program = Program(arguments: arguments, directory: environment["HOME"] ?? "/")
        let outcome: Program.Outcome?
        do {
            outcome = try await withThrowingTaskGroup(of: Program.Outcome?.self) { group in
                group.addTask { try await program.run() }
                group.addTask {
                    try await Task.sleep(for: limit)
                    return nil
                }
                defer { group.cancelAll() }
                return try await group.next() ?? nil
            }
        } catch let error as CancellationError {
            throw error
        } catch {
            throw AgentError("Could not run '\(name)', which is to print a secret. Check its name and retry.")
        }
        guard let outcome else {
            throw AgentError("'\(name)', which is to print a secret, took too long. Run it once by hand and retry.")
        }
        // Neither what it printed nor what it complained of is repeated.
        guard outcome.exitCode == 0 else {
            throw AgentError(
                "'\(name)', which is to print a secret, exited with \(outcome.exitCode). Run it once by hand and retry."
            )
        }
        let secret = Secret(outcome.output.text)
        guard !secret.isEmpty else { throw AgentError("'\(name)' is to print a secret, and printed nothing.") }
        return secret
    }
}
