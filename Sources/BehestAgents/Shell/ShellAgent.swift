public import BehestWorkflow
import FoundationEssentials
internal import Subprocess

/// Runs the programs of `run` steps: an argument list each, never a shell's text.
///
/// A program runs in the workspace or in a folder of it, with nothing on its standard input, and confined as its step's
/// permissions say. What it writes is told while it runs. Its outputs are `exit-code` and `stdout`, of which the beginning
/// and the end are kept; secrets are in none of it.
public struct ShellAgent: Agent {
    /// The name of `run` steps' agent.
    public let signatures = [AgentSignature(AgentSignature.shellName)]

    private let grace: Duration
    private let finder: SandboxFinder?
    private let secrets: SecretStore

    /// Makes the agent.
    ///
    /// - Parameters:
    ///   - grace: How long a program that is to stop may take until it is killed.
    ///   - finder: Finds how programs can be confined; `nil` confines none, and runs them without a launcher.
    ///   - secrets: Where the secrets come from that steps name.
    public init(grace: Duration = .seconds(3), finder: SandboxFinder? = nil, secrets: SecretStore = SecretStore()) {
        self.grace = grace
        self.finder = finder
        self.secrets = secrets
    }

    /// Finds out how programs can be confined.
    public func prepare(in workspace: String) async {
        _ = await finder?.sandbox()
    }

    /// Runs the program to its end.
    public func perform(_ assignment: Assignment, events: AgentEvents) async throws -> AgentResult {
        guard let name = assignment.arguments.first, !name.isEmpty else {
            throw AgentError("The step '\(assignment.step)' names no program to run.")
        }
        let (outcome, redactor) = try await run(assignment, events: events)
        switch outcome.refusal {
        case .notFound: throw AgentError(Self.notFound(name))
        case .notRun(let reason): throw AgentError(reason)
        case .notConfined(let reason):
            throw AgentError("'\(name)' was not run, because it could not be confined: \(reason)")
        case nil: break
        }
        return AgentResult(
            outputs: ["exit-code": .number(Double(outcome.exitCode)), "stdout": .string(outcome.output.trimmedText)],
            summary: redactor.redacted("Ran '\(name)'."),
            failure: failure(of: outcome, name: name).map(redactor.redacted)
        )
    }

    /// Runs the program of an assignment.
    ///
    /// - Parameters:
    ///   - assignment: What is run.
    ///   - input: What it reads on its standard input; `nil` for nothing.
    ///   - events: Takes what it writes.
    /// - Returns: what came of it, and what takes secrets out of what is said about it.
    /// - Throws: ``AgentError``; `CancellationError`.
    func run(
        _ assignment: Assignment,
        input: [UInt8]? = nil,
        events: AgentEvents
    ) async throws -> (outcome: Program.Outcome, redactor: SecretRedactor) {
        let values = try await secrets.values(of: assignment.permissions.secrets ?? [])
        let redactor = SecretRedactor(secrets: Array(values.values) + secrets.hiddenValues)
        var program = Program(
            arguments: assignment.arguments,
            environment: secrets.hiddenVariables.reduce(into: [:]) { $0.updateValue(nil, forKey: $1) },
            directory: try Self.directory(of: assignment),
            grace: grace,
            input: input,
            redactor: redactor
        )
        let own = assignment.variables.merging(assignment.environment) { $1 }
        for (name, value) in own.merging(values, uniquingKeysWith: { $1 }) {
            program.environment.updateValue(value, forKey: name)
        }
        do {
            guard let sandbox = await finder?.sandbox() else {
                try await checkThatItMayRunUnconfined(assignment)
                return (try await program.run(events: events), redactor)
            }
            let scratch = try ScratchFolder()
            defer { scratch.remove() }
            program.confinement = Confinement(
                sandbox: sandbox,
                permissions: assignment.permissions,
                workspace: RealPath.of(assignment.workspace) ?? assignment.workspace,
                scratch: scratch.path
            )
            return (try await Self.run(program, in: assignment.workspace, events), redactor)
        } catch let error as SubprocessError {
            try Task.checkCancellation()
            let name = assignment.arguments[0]
            throw AgentError(Self.message(of: error, name: name, workspace: assignment.workspace), cause: error)
        }
    }

    /// Runs a confined program, and takes away what would lead git to settings that it has written itself.
    private static func run(
        _ program: Program,
        in workspace: String,
        _ events: AgentEvents
    ) async throws -> Program.Outcome {
        guard program.confinement?.permissions.sandbox != Permissions.Sandbox.none else {
            return try await program.run(events: events)
        }
        let before = GitFolders.redirections(in: workspace)
        let result: Result<Program.Outcome, any Error>
        do { result = .success(try await program.run(events: events)) } catch { result = .failure(error) }
        let made = GitFolders.redirections(in: workspace).subtracting(before).sorted()
        for path in made { try? FileManager.default.removeItem(atPath: path) }
        let outcome = try result.get()
        guard let path = made.first else { return outcome }
        throw AgentError(
            "'\(program.arguments.first ?? "")' wrote '\(path)', which leads git to other settings. No step may do that, "
                + "and it was removed."
        )
    }

    /// Refuses what is to be confined and cannot be; without a finder, only what requires it.
    private func checkThatItMayRunUnconfined(_ assignment: Assignment) async throws {
        let sandbox = assignment.permissions.sandbox
        guard sandbox == .required || finder != nil && sandbox != Permissions.Sandbox.none else { return }
        let reason = await finder?.missing() ?? "nothing here confines programs."
        throw AgentError("'\(assignment.arguments[0])' was not run, because it cannot be confined: \(reason)")
    }

    /// The folder to run in, which must be in the workspace wherever symbolic links lead.
    private static func directory(of assignment: Assignment) throws -> String {
        guard let folder = assignment.directory else { return assignment.workspace }
        guard let path = try WorkspaceFolder.existing(folder, in: assignment.workspace) else {
            throw AgentError(
                "There is no folder '\(folder)' in the workspace. Correct 'working-directory' in the pack."
            )
        }
        return path
    }

    private func failure(of outcome: Program.Outcome, name: String) -> String? {
        guard outcome.exitCode != 0 else { return nil }
        let end = outcome.signal.map { "was ended by signal \($0)" } ?? "exited with code \(outcome.exitCode)"
        let errors = outcome.errors.lastLines(10)
        let lines = errors.isEmpty ? outcome.output.lastLines(10) : errors
        return lines.isEmpty ? "'\(name)' \(end) and said nothing." : "'\(name)' \(end):\n\(lines)"
    }

    private static func notFound(_ name: String) -> String {
        "Could not find the program '\(name)'. Install it, or correct its name in the pack."
    }

    private static func message(of error: SubprocessError, name: String, workspace: String) -> String {
        switch error.code {
        case .executableNotFound: notFound(name)
        case .failedToChangeWorkingDirectory:
            "Could not enter the workspace '\(workspace)'. Choose another with --workspace."
        default:
            "Could not run '\(name)': \(error.underlyingError.map { "\($0)" } ?? "it was not started")."
        }
    }
}

extension OutputTail {
    /// The text without the line break at its end, as `$(…)` gives it.
    fileprivate var trimmedText: String {
        var text = text
        while text.last?.isNewline == true { text.removeLast() }
        return text
    }
}
