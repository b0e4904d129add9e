public import BehestWorkflow
internal import Subprocess

/// Runs the programs of `run` steps: an argument list each, never a shell's text.
///
/// A program runs in the workspace or in a folder of it, with nothing on its standard input. Its outputs are `exit-code` and `stdout`, of
/// which the beginning and the end are kept.
public struct ShellAgent: Agent {
    /// The name of `run` steps' agent.
    public let signatures = [AgentSignature(AgentSignature.shellName)]

    private let grace: Duration

    /// Makes the agent.
    ///
    /// - Parameter grace: How long a program that is to stop may take until it is killed.
    public init(grace: Duration = .seconds(3)) {
        self.grace = grace
    }

    /// Runs the program to its end.
    public func perform(_ assignment: Assignment, events: AgentEvents) async throws -> AgentResult {
        guard let name = assignment.arguments.first, !name.isEmpty else {
            throw AgentError("The step '\(assignment.step)' names no program to run.")
        }
        let directory = try Self.directory(of: assignment)
        let program = Program(
            arguments: assignment.arguments,
            environment: assignment.environment.merging(assignment.variables) { own, _ in own }.mapValues(
                Optional.some
            ),
            directory: directory,
            grace: grace
        )
        let outcome: Program.Outcome
        do {
            outcome = try await program.run()
        } catch let error as SubprocessError {
            try Task.checkCancellation()
            throw AgentError(Self.message(of: error, name: name, workspace: assignment.workspace), cause: error)
        }
        return AgentResult(
            outputs: ["exit-code": .number(Double(outcome.exitCode)), "stdout": .string(outcome.output.trimmedText)],
            summary: "Ran '\(name)'.",
            failure: failure(of: outcome, name: name)
        )
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

    private static func message(of error: SubprocessError, name: String, workspace: String) -> String {
        switch error.code {
        case .executableNotFound:
            "Could not find the program '\(name)'. Install it, or correct its name in the pack."
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
