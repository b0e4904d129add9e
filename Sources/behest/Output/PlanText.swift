internal import BehestWorkflow

/// Puts the steps of a plan into words.
enum PlanText {
    /// One step on one line: the program with its arguments, or the agent with its inputs.
    static func line(of step: PlannedStep) -> String {
        if let arguments = step.arguments {
            return arguments.map { quoted($0.shown) }.joined(separator: " ")
        }
        let inputs = step.inputs.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.shown)" }
        return ([step.agent] + inputs).joined(separator: "  ")
    }

    /// An argument so that a reader sees where it begins and ends.
    private static func quoted(_ text: String) -> String {
        text.isEmpty || text.contains { $0.isWhitespace || $0 == "'" } ? "'\(text)'" : text
    }
}
