public import BehestWorkflow
import FoundationEssentials

/// Sets an installed coding agent to work, in a working tree of its own, and takes what it changed for a branch.
///
/// Nothing that the agent says is believed. What counts is what git finds changed, the code that it exited with, and that
/// nothing else is other than it was: then Behest makes one commit of the change, and a branch. Nothing is pushed.
public struct CoderAgent: Agent {
    /// The name of its only work.
    public static let change = "coder/change"

    /// The name and inputs of its work.
    public let signatures = [Self.signature]

    /// The inputs of its only work.
    public static let signature = AgentSignature(
        change,
        required: ["task"],
        optional: ["agent", "branch-prefix", "files"]
    )

    private let coders: [Coder]
    private let folders: CoderFolders
    private let surroundings: CoderSurroundings

    /// Makes the agent.
    ///
    /// - Parameters:
    ///   - coders: The agents that can be named; none for those that need no configuration.
    ///   - folders: Where their work is kept.
    ///   - finder: Finds how programs can be confined; `nil` confines none.
    ///   - secrets: Where the secrets come from that steps name.
    ///   - environment: The variables that Behest was started with; `nil` for those of this process.
    public init(
        _ coders: [Coder] = [],
        folders: CoderFolders,
        finder: SandboxFinder? = nil,
        secrets: SecretStore = SecretStore(),
        environment: [String: String]? = nil
    ) {
        self.coders = coders
        self.folders = folders
        surroundings = CoderSurroundings(
            finder: finder,
            secrets: secrets,
            environment: environment ?? ProcessInfo.processInfo.environment
        )
    }

    /// Says whether there is a coding agent, and a repository with a commit for it.
    public func health(in workspace: String) async -> AgentHealth {
        await health(for: [:], in: workspace)
    }

    /// Says whether the coding agent that a task names is there, and a repository with a commit for it.
    public func health(for inputs: [String: JSONValue], in workspace: String) async -> AgentHealth {
        do {
            let coder = try coder(named: inputs["agent"]?.text)
            _ = try await CodeRepository.find(at: workspace)
            return await CoderHealth.examine(coder).health
        } catch let error as AgentError {
            return .unavailable(error.message)
        } catch {
            return .unavailable("Whether a coding agent could work was not found out.")
        }
    }

    /// Removes what a crash has left of the work on this workspace.
    public func prepare(in workspace: String) async {
        // What cannot be looked at shows when it is needed.
        guard let repository = try? await CodeRepository.find(at: workspace) else { return }
        try? await CoderAttempt(folders, repository: repository, key: "").clearShelf(of: repository)
    }

    /// Lets the agent work, and makes a branch of what it changed.
    public func perform(_ assignment: Assignment, events: AgentEvents) async throws -> AgentResult {
        let order = try CoderOrder(assignment)
        let coder = try coder(named: order.coder)
        events.report(.heartbeat)
        let repository = try await CodeRepository.find(at: assignment.workspace)
        let attempt = CoderAttempt(folders, repository: repository, key: assignment.idempotencyKey)
        try attempt.prepare()
        let lock = try await FolderLock.acquire(in: attempt.folder)
        attempt.clear(of: repository)
        if let record = try attempt.record() {
            try await Self.restore(record, in: repository)
            return AgentResult(outputs: record.outputs, summary: record.summary)
        }
        try await attempt.clearShelf(of: repository)
        let result: Result<AgentResult, any Error>
        do {
            result = .success(try await work(order, coder, attempt, repository).perform(assignment, events))
        } catch {
            result = .failure(error)
        }
        attempt.clear(of: repository)
        // Holds the lock to here, whatever came of it.
        _ = consume lock
        return try result.get()
    }

    /// Makes everything ready for the agent.
    private func work(
        _ order: CoderOrder,
        _ coder: Coder,
        _ attempt: CoderAttempt,
        _ repository: CodeRepository
    ) async throws -> CoderWork {
        try attempt.prepareScratch()
        try DurableFile.write(Data(order.specification.utf8), to: attempt.specification, key: "specification")
        let tree = try await AttemptTree.make(at: attempt.tree, index: attempt.index, of: repository)
        try await OwnRepository.make(at: attempt.ownRepository, for: tree)
        return CoderWork(order: order, coder: coder, attempt: attempt, tree: tree, surroundings: surroundings)
    }

    /// The agent of a name; without one the first that is configured, or that is installed.
    private func coder(named name: String?) throws -> Coder {
        let known = coders.isEmpty ? Coder.usual : coders
        if let name {
            guard let coder = known.first(where: { $0.name == name }) else {
                let names = known.map(\.name).joined(separator: ", ")
                throw AgentError(
                    "There is no coding agent '\(name.brief(80))'. Write one of \(names), or configure it."
                )
            }
            return coder
        }
        if let first = coders.first { return first }
        guard let installed = known.first(where: { $0.isInstalled }) else {
            let names = known.map(\.program).joined(separator: ", ")
            throw AgentError("No coding agent is installed (\(names)). Install one, or name yours under 'coders'.")
        }
        return installed
    }

    /// Makes the branch of what was done before, where a crash came between the two.
    private static func restore(_ record: CoderAttempt.Record, in repository: CodeRepository) async throws {
        let name = "refs/heads/\(record.branch)"
        guard try await repository.git.answer("rev-parse", "--verify", "--quiet", name) == nil else { return }
        _ = try await repository.git.bytes(["update-ref", name, record.commit])
    }
}
