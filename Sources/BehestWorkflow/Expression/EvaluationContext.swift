/// What the references of an expression stand for.
package struct EvaluationContext: Sendable {
    /// The slots that were said.
    package var slots: [String: JSONValue]
    /// The whole words.
    package var words: String
    /// The path of the workspace.
    package var workspace: String
    /// The step's own environment, as far as it is evaluated.
    package var environment: [String: TracedValue] = [:]
    /// The settings of Behest's own environment that the plan uses.
    package var settings: [String: String] = [:]
    /// What the steps before returned.
    package var outputs: [String: [String: JSONValue]] = [:]
    /// The utterance, once there is one.
    package var utteranceID: String?
    /// The run, once there is one.
    package var runID: String?

    package init(slots: [String: JSONValue], words: String, workspace: String) {
        self.slots = slots
        self.words = words
        self.workspace = workspace
    }

    /// The value of a reference; null where there is none.
    func value(of reference: Reference) -> TracedValue {
        if case .environment(let name) = reference {
            if let value = environment[name] { return value }
            return settings[name].map { TracedValue(.string($0), from: .workspace) } ?? TracedValue(nil, from: .pack)
        }
        let value: JSONValue? =
            switch reference {
            case .slot(let name): slots[name]
            case .output(let step, let name): outputs[step]?[name]
            case .environment: nil
            case .utteranceText: .string(words)
            case .utteranceID: utteranceID.map(JSONValue.string)
            case .workspacePath: .string(workspace)
            case .runID: runID.map(JSONValue.string)
            }
        guard let value else { return TracedValue(nil, from: .pack) }
        return TracedValue(value, from: reference.origin)
    }
}
