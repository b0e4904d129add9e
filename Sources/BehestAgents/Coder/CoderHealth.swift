public import BehestWorkflow
import FoundationEssentials
import Subprocess

/// Whether a coding agent is there and begins.
public struct CoderHealth: Sendable, Hashable {
    /// How long a program may take to say its version; those that are written in scripting languages take seconds.
    private static let patience = Duration.seconds(20)

    /// Whether it could work.
    public var health: AgentHealth
    /// What it says of its version, if it is there.
    public var version: String?

    /// Runs an agent's program for its version, which costs nothing.
    public static func examine(_ coder: Coder) async -> CoderHealth {
        let (name, program) = (coder.name, coder.program)
        guard coder.isInstalled else {
            return unavailable(
                "The coding agent '\(name)' is not installed: there is no program '\(program)'. Install it, or name it "
                    + "under 'coders'."
            )
        }
        let outcome: Program.Outcome?
        do {
            outcome = try await version(of: coder)
        } catch {
            return unavailable("The coding agent '\(name)' could not be asked for its version.")
        }
        guard let outcome else {
            return unavailable(
                "The coding agent '\(name)' does not say its version within \(patience.components.seconds) seconds."
            )
        }
        guard outcome.exitCode == 0 else {
            return unavailable(
                "The coding agent '\(name)' does not begin: '\(program) --version' exits with \(outcome.exitCode). "
                    + outcome.errors.lastLines(2).brief(300)
            )
        }
        let text = outcome.output.lastLines(1).brief(100)
        return CoderHealth(health: .ready, version: text.isEmpty ? program : text)
    }

    /// What came of asking; `nil` when it took too long.
    private static func version(of coder: Coder) async throws -> Program.Outcome? {
        let program = Program(arguments: coder.command + ["--version"], directory: "/")
        return try await withThrowingTaskGroup(of: Program.Outcome?.self) { group in
            group.addTask { try await program.run() }
            group.addTask {
                try await Task.sleep(for: patience)
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }

    private static func unavailable(_ message: String) -> CoderHealth {
        CoderHealth(health: .unavailable(message))
    }
}
