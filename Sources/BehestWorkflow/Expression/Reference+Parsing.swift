internal import BehestGrammar

extension Reference {
    /// Begins a reference with the name of a context.
    static func begin(_ name: String) -> Result<Reference, ReferenceProblem> {
        Context(rawValue: name).map { .success(Reference($0)) } ?? .failure(ReferenceProblem(path: [name]))
    }

    /// The reference with one more name.
    ///
    /// - Returns: `nil` where the context goes no further, so that the name belongs to the value; a problem where there
    ///   is no such name.
    func appending(_ name: String) -> Result<Reference, ReferenceProblem>? {
        guard let names = namesThatFollow else { return nil }
        guard names.isEmpty || names.contains(name) else {
            return .failure(ReferenceProblem(path: [context.rawValue] + path + [name]))
        }
        return .success(Reference(context, path: path + [name]))
    }

    /// What can follow: names that are fixed, any name (an empty list), or none that is the context's own (`nil`).
    private var namesThatFollow: [String]? {
        switch (context, path.count) {
        case (.slots, 0), (.matrix, 0), (.env, 0), (.steps, 0), (.needs, 0): []
        case (.steps, 1): ["outputs", "outcome", "conclusion"]
        case (.needs, 1): ["outputs", "result"]
        case (.steps, 2), (.needs, 2): path[1] == "outputs" ? [] : nil
        case (.utterance, 0): ["text", "id"]
        case (.workspace, 0): ["path"]
        case (.run, 0): ["id"]
        default: nil
        }
    }
}

/// A path of names that means nothing.
struct ReferenceProblem: Error {
    let path: [String]

    var message: String {
        contexts.contains(path[0])
            ? "'\(path.joined(separator: "."))' is not a value"
            : "there is no context '\(path[0])'"
    }

    var hint: String? {
        switch Reference.Context(rawValue: path[0]) {
        case .slots: "write 'slots.NAME'"
        case .steps: "write 'steps.ID.outputs.NAME', 'steps.ID.outcome' or 'steps.ID.conclusion'"
        case .needs: "write 'needs.JOB.outputs.NAME' or 'needs.JOB.result'"
        case .matrix: "write 'matrix.NAME'"
        case .env: "write 'env.NAME'"
        case .utterance: "write 'utterance.text' or 'utterance.id'"
        case .workspace: "write 'workspace.path'"
        case .run: "write 'run.id'"
        case nil:
            Suggestion.nearest(to: path[0], in: contexts) ?? "the contexts are \(contexts.joined(separator: ", "))"
        }
    }

    private var contexts: [String] { Reference.Context.allCases.map(\.rawValue) }
}
