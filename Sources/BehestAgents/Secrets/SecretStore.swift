import BehestWorkflow
internal import FoundationEssentials
import Glibc

/// Where the values of secrets come from, which are looked up only when a step that names them is done.
public struct SecretStore: Sendable {
    /// Where the value of one secret comes from.
    public enum Source: Sendable, Hashable {
        /// A variable of Behest's own environment, which programs are then not given.
        case environment(String)
        /// A file that nobody but its owner may read.
        case file(String)
        /// What a program writes to its standard output.
        case command([String])
    }

    /// The most that a secret may have, in bytes.
    static let mostBytes = 16_384
    private static let timeLimit = Duration.seconds(30)

    private let sources: [String: Source]
    private let environment: [String: String]
    /// Variables that hold other secrets, such as the keys of speech endpoints.
    private let otherVariables: Set<String>

    /// Makes a store.
    ///
    /// - Parameters:
    ///   - sources: Where each secret comes from, by its name.
    ///   - environment: The variables that Behest was started with.
    ///   - otherVariables: Those of them that hold secrets which are no step's.
    public init(
        _ sources: [String: Source] = [:],
        environment: [String: String] = [:],
        otherVariables: Set<String> = []
    ) {
        self.sources = sources
        self.environment = environment
        self.otherVariables = otherVariables
    }

    /// The variables that programs are not given.
    var hiddenVariables: Set<String> {
        var names = otherVariables
        for case .environment(let name) in sources.values { names.insert(name) }
        return names
    }

    /// What those hold, which is not to get out either.
    var hiddenValues: [String] {
        hiddenVariables.compactMap { environment[$0] }.filter { $0.utf8.count >= SecretForms.leastLength }
    }

    /// The files that secrets come from.
    public var files: [String] {
        sources.values.compactMap { if case .file(let path) = $0 { expanded(path) } else { nil } }.sorted()
    }

    /// Looks values up.
    ///
    /// - Parameter names: The names of the secrets.
    /// - Returns: The values by their names.
    /// - Throws: ``AgentError`` when there is no such secret, or none that can be used; `CancellationError`.
    func values(of names: [String]) async throws -> [String: String] {
        var values: [String: String] = [:]
        for name in names { values[name] = try await value(of: name) }
        return values
    }

    private func value(of name: String) async throws -> String {
        let place = "'\(name)' under 'secrets' in the configuration"
        var value: String
        switch sources[name] {
        case .environment(let variable):
            guard let text = environment[variable] else {
                throw AgentError("The secret '\(name)' has no value: the variable '\(variable)' is not set. Set it.")
            }
            value = text
        case .file(let path): value = try Self.contents(of: expanded(path), secret: name)
        case .command(let arguments): value = try await Self.output(of: arguments, secret: name)
        case nil:
            throw AgentError("There is no secret '\(name)'. Say where it comes from as \(place).")
        }
        while value.last?.isNewline == true { value.removeLast() }
        guard value.utf8.count >= SecretForms.leastLength else {
            throw AgentError(
                "The secret '\(name)' is shorter than \(SecretForms.leastLength) bytes, so that it could not be kept out "
                    + "of what is shown. Correct \(place)."
            )
        }
        guard value.utf8.count <= Self.mostBytes, !value.utf8.contains(0) else {
            throw AgentError("The secret '\(name)' is too long or no text. Correct \(place).")
        }
        return value
    }

    private func expanded(_ path: String) -> String {
        path.hasPrefix("~/") ? (environment["HOME"] ?? "") + path.dropFirst() : path
    }

    private static func contents(of path: String, secret: String) throws -> String {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw SystemError.last("read the file of the secret '\(secret)',", path) }
        defer { close(descriptor) }
        var facts = stat()
        guard unsafe fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
            throw AgentError("The secret '\(secret)' is to come from '\(path)', which is no file. Name a file.")
        }
        guard facts.st_mode & 0o077 == 0, facts.st_uid == geteuid() else {
            throw AgentError(
                "The file '\(path)' of the secret '\(secret)' can be read by others. Run 'chmod 600' on it."
            )
        }
        var bytes = [UInt8](repeating: 0, count: mostBytes + 2)
        let count = unsafe bytes.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
        guard count >= 0 else { throw SystemError.last("read", path) }
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }

    private static func output(of arguments: [String], secret: String) async throws -> String {
        let program = Program(arguments: arguments, directory: "/")
        let outcome: Program.Outcome?
        do {
            outcome = try await LimitedTime.run(timeLimit) { try await program.run() }
        } catch {
            try Task.checkCancellation()
            throw AgentError(
                "The program '\(arguments[0])' of the secret '\(secret)' cannot be run. Install it.",
                cause: error
            )
        }
        guard let outcome, outcome.exitCode == 0 else {
            let end = outcome.map { "exited with code \($0.exitCode)" } ?? "took too long"
            throw AgentError("The program '\(arguments[0])' of the secret '\(secret)' \(end). Try it in a terminal.")
        }
        return outcome.output.text
    }
}
