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

extension PlannedInput {
    /// The value as far as it is known; otherwise the pack's own text.
    var shown: String {
        switch self {
        case .known(let value): value.value.shown
        case .deferred(let template): template.shown
        }
    }
}

extension InputTemplate {
    fileprivate var shown: String {
        switch self {
        case .constant(let value): value.shown
        case .text(let template): template.source
        case .list(let elements): "[\(elements.map(\.shown).joined(separator: ", "))]"
        case .mapping(let members):
            "{\(members.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.shown)" }.joined(separator: ", "))}"
        }
    }
}

extension JSONValue {
    /// Text as it is, everything else as JSON.
    var shown: String { text ?? JSONLine.text(of: self) }
}
