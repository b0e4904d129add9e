internal import BehestGrammar

/// A value that an expression names and that its surroundings supply.
package enum Reference: Sendable, Hashable {
    /// `slots.NAME`.
    case slot(String)
    /// `steps.ID.outputs.NAME`.
    case output(step: String, name: String)
    /// `env.NAME`, from the step's own `env`, or one of Behest's own settings.
    case environment(String)
    /// `utterance.text`.
    case utteranceText
    /// `utterance.id`.
    case utteranceID
    /// `workspace.path`.
    case workspacePath
    /// `run.id`.
    case runID

    /// Where the value comes from; for `env`, whose values have origins of their own, the pack.
    package var origin: Origin {
        switch self {
        case .slot, .utteranceText: .speech
        case .output: .agent
        case .workspacePath: .workspace
        case .environment, .utteranceID, .runID: .pack
        }
    }

    /// The names with which a reference may begin.
    static let roots = ["slots", "steps", "env", "utterance", "workspace", "run"]

    /// Makes the reference that a path of names means; `nil` with what is wrong, and a hint, otherwise.
    static func parse(_ path: [String]) -> Result<Reference, ReferenceProblem> {
        let rest = Array(path.dropFirst())
        switch (path[0], rest) {
        case ("slots", _) where rest.count == 1: return .success(.slot(rest[0]))
        case ("env", _) where rest.count == 1: return .success(.environment(rest[0]))
        case ("steps", _) where rest.count == 3 && rest[1] == "outputs":
            return .success(.output(step: rest[0], name: rest[2]))
        case ("utterance", ["text"]): return .success(.utteranceText)
        case ("utterance", ["id"]): return .success(.utteranceID)
        case ("workspace", ["path"]): return .success(.workspacePath)
        case ("run", ["id"]): return .success(.runID)
        default: return .failure(ReferenceProblem(path: path))
        }
    }
}

/// A path of names that means nothing.
struct ReferenceProblem: Error {
    let path: [String]

    var message: String {
        roots.contains(path[0])
            ? "'\(path.joined(separator: "."))' is not a value"
            : "there is no context '\(path[0])'"
    }

    var hint: String? {
        switch path[0] {
        case "slots": "write 'slots.NAME'"
        case "steps": "write 'steps.ID.outputs.NAME'"
        case "env": "write 'env.NAME'"
        case "utterance": "write 'utterance.text' or 'utterance.id'"
        case "workspace": "write 'workspace.path'"
        case "run": "write 'run.id'"
        default:
            Suggestion.nearest(to: path[0], in: roots) ?? "the contexts are \(roots.joined(separator: ", "))"
        }
    }

    private var roots: [String] { Reference.roots }
}
