import BehestWorkflow
import FoundationEssentials

/// The work of one coding agent at one task, from an empty working tree to a branch or a reason why there is none.
struct CoderWork: Sendable {
    let order: CoderOrder
    let coder: Coder
    let attempt: CoderAttempt
    let tree: AttemptTree
    let surroundings: CoderSurroundings

    private var repository: CodeRepository { tree.repository }
    private var branch: String { order.branch(String(attempt.mark.suffix(8))) }

    /// Lets the agent work and looks at what came of it.
    ///
    /// - Throws: ``AgentError`` when it could not be set to work; `CancellationError`.
    func perform(_ assignment: Assignment, _ events: AgentEvents) async throws -> AgentResult {
        let directory = repository.prefix.isEmpty ? tree.path : "\(tree.path)/\(repository.prefix)"
        guard FileManager.default.fileExists(atPath: directory) else {
            throw AgentError(
                "The workspace's folder '\(repository.prefix)' is not in the last commit, from which the work begins. "
                    + "Commit it."
            )
        }
        let before = try await RepositoryEvidence.read(of: repository, and: tree, ignoring: isOwn)
        let settings = SettingsEvidence(of: surroundings.settings(of: coder))
        let values = try await surroundings.secrets.values(of: assignment.permissions.secrets ?? [])
        let redactor = surroundings.redactor(of: coder, hiding: Array(values.values))
        let outcome = try await run(in: directory, assignment, values, redactor, events)
        try Task.checkCancellation()
        var result = AgentResult(outputs: outputs(of: outcome), summary: "Nothing came of it.")
        var breach = try await before.breach(in: repository, and: tree, ignoring: isOwn)
        if breach == nil, let path = SettingsEvidence(of: surroundings.settings(of: coder)).difference(from: settings) {
            breach = .init(what: "its own '\(path)' is not as it was", isSafeToReadOn: true)
        }
        var change: CodeChange?
        if breach?.isSafeToReadOn ?? true {
            do throws {
                change = try await takeChange(&result)
            } catch let error as AgentError {
                result.failure = "The work of '\(coder.name)' cannot be taken. \(error.message)"
            }
        }
        if let breach {
            result.failure =
                "'\(coder.name)' was at work, and \(breach.what), which no agent may change. Its work is not taken."
        }
        if result.failure == nil {
            result.failure = failure(of: outcome, hasChanged: change != nil)
            result.hasDied = outcome.program.signal != nil
        }
        if let diff = result.outputs["diff"]?.text { result.outputs["diff"] = .string(redactor.redacted(diff)) }
        result.failure = result.failure.map(redactor.redacted)
        guard result.failure == nil, let change else { return result }
        return try await settle(change, result, assignment)
    }

    /// Runs the agent in a folder of its working tree.
    private func run(
        in directory: String,
        _ assignment: Assignment,
        _ values: [String: String],
        _ redactor: SecretRedactor,
        _ events: AgentEvents
    ) async throws -> CoderSession.Outcome {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let confinement = try await surroundings.confinement(
            of: coder,
            at: attempt,
            in: repository,
            scratch: scratch.path,
            for: assignment
        )
        let session = CoderSession(
            coder: coder,
            attempt: attempt,
            specification: order.specification,
            directory: directory,
            variables: surroundings.variables(of: coder).merging(values) { $1 },
            confinement: confinement,
            redactor: redactor
        )
        return try await session.run(events)
    }

    /// Makes a commit of the change and a branch of that; in this order, so that a crash leaves either all or nothing.
    private func settle(
        _ change: CodeChange,
        _ taken: AgentResult,
        _ assignment: Assignment
    ) async throws -> AgentResult {
        let message = order.message(assignment, coder: coder.name)
        let commit = try await tree.git.text("commit-tree", change.tree, "-p", repository.base, "-m", message)
        var result = taken
        result.outputs["branch"] = .string(branch)
        result.outputs["commit"] = .string(commit)
        let files = change.files.count == 1 ? "'\(change.files[0].brief(80))'" : "\(change.files.count) files"
        result.summary = "Changed \(files) (+\(change.additions) −\(change.deletions)) on the branch '\(branch)'."
        try attempt.keep(branch: branch, commit: commit, result)
        _ = try await repository.git.bytes(["update-ref", "refs/heads/\(branch)", commit])
        return result
    }

    /// Writes down what has changed; `nil` when nothing has.
    private func takeChange(_ result: inout AgentResult) async throws -> CodeChange? {
        guard let change = try await CodeChange.read(in: tree, without: coder.profile.leavings) else { return nil }
        let patch = try await change.patch(in: tree)
        try DurableFile.write(Data(patch), to: attempt.patch, key: "change")
        result.outputs["diff"] = .string(CodeChange.text(of: patch))
        result.outputs["patch"] = .string(attempt.patch)
        result.outputs["files"] = .list(change.files.prefix(1_000).map(JSONValue.string))
        result.outputs["additions"] = .number(Double(change.additions))
        result.outputs["deletions"] = .number(Double(change.deletions))
        return change
    }

    private func outputs(of outcome: CoderSession.Outcome) -> [String: JSONValue] {
        let record = outcome.record
        var outputs: [String: JSONValue] = [
            "agent": .string(coder.name), "exit-code": .number(Double(outcome.program.exitCode)),
            "tool-calls": .number(Double(record.toolCalls)),
        ]
        outputs["session"] = record.session.map(JSONValue.string)
        outputs["cost"] = record.usage.cost.map(JSONValue.number)
        outputs["input-tokens"] = record.usage.inputTokens.map { .number(Double($0)) }
        outputs["output-tokens"] = record.usage.outputTokens.map { .number(Double($0)) }
        return outputs
    }

    /// Why the work counts for nothing; `nil` when it counts.
    private func failure(of outcome: CoderSession.Outcome, hasChanged: Bool) -> String? {
        let (program, record) = (outcome.program, outcome.record)
        let asked =
            record.asks.isEmpty
            ? "" : " It asked to be allowed, and nobody could: \(record.asks.joined(separator: "; "))."
        if program.exitCode != 0 {
            let end = program.signal.map { "was ended by signal \($0)" } ?? "exited with code \(program.exitCode)"
            let said = record.ending?.failure ?? program.errors.lastLines(5)
            return "'\(coder.name)' \(end)\(said.isEmpty ? " and said nothing." : ": \(said.bounded(2_000))")\(asked)"
        }
        if let failure = record.failure { return "'\(coder.name)' failed: \(failure).\(asked)" }
        return hasChanged ? nil : "'\(coder.name)' changed nothing, whatever it says.\(asked)"
    }

    /// Whether a reference is one of Behest's own making.
    private func isOwn(_ name: String) -> Bool {
        name == "refs/heads/\(branch)" || attempt.branches.contains(name)
    }
}
