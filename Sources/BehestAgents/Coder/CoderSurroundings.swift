import BehestWorkflow
import FoundationEssentials

/// What coding agents find around them: how they are confined, and what they are given.
struct CoderSurroundings: Sendable {
    /// What endings the names of variables have whose values are nobody's to see.
    private static let secretEndings = ["KEY", "TOKEN", "SECRET", "PASSWORD", "CREDENTIALS"]

    /// Finds how programs can be confined; `nil` confines none.
    var finder: SandboxFinder?
    /// Where the secrets come from that steps name.
    var secrets: SecretStore
    /// The variables around Behest.
    var environment: [String: String]

    /// What a step may do by an agent: what its pack says, and what the configuration gives the agent.
    ///
    /// An agent talks to its vendor, so that it has the network unless its pack takes that away.
    func permissions(of coder: Coder, for assignment: Assignment) -> Permissions {
        var permissions = assignment.permissions
        permissions.network = permissions.network ?? true
        permissions.background = false
        permissions.write = (permissions.write ?? []) + coder.write
        permissions.read = (permissions.read ?? []) + coder.read
        return permissions
    }

    /// Says how an agent is confined in its working tree.
    ///
    /// - Parameters:
    ///   - coder: the agent.
    ///   - attempt: its attempt.
    ///   - repository: what it works on, which it reads.
    ///   - scratch: a folder for its temporary files.
    ///   - assignment: the task.
    /// - Returns: the confinement; `nil` when it need not be confined and cannot.
    /// - Throws: ``AgentError`` when it must be confined and cannot.
    func confinement(
        of coder: Coder,
        at attempt: CoderAttempt,
        in repository: CodeRepository,
        scratch: String,
        for assignment: Assignment
    ) async throws -> Confinement? {
        let permissions = permissions(of: coder, for: assignment)
        guard let sandbox = await finder?.sandbox() else {
            guard permissions.sandbox == .required || finder != nil && permissions.sandbox != Permissions.Sandbox.none
            else { return nil }
            let reason = await finder?.missing() ?? "nothing here confines programs."
            throw AgentError("'\(coder.name)' was not set to work, because it cannot be confined: \(reason)")
        }
        let home = coder.profile.home
        if let folder = home?.paths(environment: environment).first, RealPath.of(folder) == nil {
            // It would make its folder itself, and may not where that is.
            try? FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o700]
            )
        }
        return Confinement(
            sandbox: await finder?.sandbox() ?? sandbox,
            permissions: permissions,
            workspace: RealPath.of(attempt.tree) ?? attempt.tree,
            scratch: scratch,
            folders: [RealPath.of(attempt.scratch) ?? attempt.scratch],
            readable: [RealPath.of("\(repository.common)/objects")].compactMap(\.self),
            belongings: Confinement.Belongings(
                paths: home?.paths(environment: environment) ?? [],
                guarded: home?.guarded(environment: environment) ?? []
            ),
            isInternetOnly: assignment.permissions.network == nil
        )
    }

    /// What of an agent's settings is looked after.
    func settings(of coder: Coder) -> [String] {
        coder.profile.home?.guarded(environment: environment) ?? []
    }

    /// The variables for an agent; `nil` for one that it is not given: keys and tokens are mostly there.
    func variables(of coder: Coder) -> [String: String?] {
        var variables: [String: String?] = [:]
        for (name, value) in environment {
            variables.updateValue(isGiven(name, to: coder) ? value : nil, forKey: name)
        }
        for name in ProcessInfo.processInfo.environment.keys where environment[name] == nil {
            variables.updateValue(nil, forKey: name)
        }
        return variables
    }

    private func isGiven(_ name: String, to coder: Coder) -> Bool {
        coder.isGiven(name) && (coder.environment.contains(name) || !secrets.hiddenVariables.contains(name))
    }

    /// What is not to be shown of what an agent writes.
    func redactor(of coder: Coder, hiding values: [String]) -> SecretRedactor {
        let own = coder.environment.filter { name in Self.secretEndings.contains { name.uppercased().hasSuffix($0) } }
            .compactMap { environment[$0] }.filter { $0.utf8.count >= SecretForms.leastLength }
        return SecretRedactor(secrets: values + own + secrets.hiddenValues)
    }
}
