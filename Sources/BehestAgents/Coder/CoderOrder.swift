import BehestWorkflow

/// What a step asks of a coding agent.
struct CoderOrder: Sendable {
    /// The longest specification, in bytes.
    private static let longestTask = 1 << 20

    /// What is to be done, in words.
    var task: String
    /// What the pack calls the agent; `nil` when it leaves the choice open.
    var coder: String?
    /// What the branch's name begins with.
    var branchPrefix: String
    /// The files that it is about, from the workspace.
    var files: [String]

    /// Reads the inputs of a step.
    ///
    /// - Throws: ``AgentError`` when one cannot be used.
    init(_ assignment: Assignment) throws {
        let inputs = assignment.inputs
        task = inputs["task"]?.value.asText ?? ""
        guard !task.allSatisfy(\.isWhitespace) else {
            throw AgentError("A coding agent needs a task, and none was said. Ask for it with the pack's 'ask'.")
        }
        guard task.utf8.count <= Self.longestTask, !task.utf8.contains(0) else {
            throw AgentError("The task for the coding agent is no text of at most \(Self.longestTask >> 10) KB.")
        }
        coder = try Self.constant("agent", in: inputs)
        branchPrefix = try Self.constant("branch-prefix", in: inputs) ?? "behest"
        guard Self.isBranchName(branchPrefix) else {
            throw AgentError(
                "'\(branchPrefix.brief(80))' cannot begin the name of a branch. Write letters, such as 'behest'."
            )
        }
        let named = inputs["files"].map { ($0.value.elements ?? [$0.value]).map(\.asText) } ?? []
        files = named.filter { !$0.isEmpty }
        for file in files { _ = try WorkspaceFolder.existingFile(file, in: assignment.workspace) }
    }

    /// What the agent is told.
    var specification: String {
        var text = task.trimmingLines
        if !files.isEmpty { text += "\n\nFiles that this is about:\n" + files.map { "- \($0)\n" }.joined() }
        return text + """


            Change the files in the current folder and nothing outside of it. Leave the changes in the files: do not \
            commit and do not push, that is done for you. Nobody can answer a question.

            """
    }

    /// The first words of the task, as the end of a branch's name.
    func branch(_ mark: String) -> String {
        let words = Slug.make(of: String(task.prefix(60)), fallback: "change").split(separator: "-").prefix(6)
        return "\(branchPrefix)/\(words.joined(separator: "-"))-\(mark)"
    }

    /// What the commit says.
    func message(_ assignment: Assignment, coder: String) -> String {
        let title = Markdown.line(task, limit: 72)
        return "\(title)\n\n\(task.bounded(4_000))\n\nMade by \(coder), run \(assignment.run).\n"
    }

    /// An input that decides what is run or written, which only the pack may.
    private static func constant(_ name: String, in inputs: [String: TracedValue]) throws -> String? {
        guard let input = inputs[name], input.value != .null else { return nil }
        guard !input.origin.isData else {
            throw AgentError("'\(name)' may not come from what was said or returned. Write it in the pack.")
        }
        guard let text = input.value.text, !text.isEmpty else {
            throw AgentError("'\(name)' is \(input.value.kindName), not a name. Write it in the pack.")
        }
        return text
    }

    private static func isBranchName(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        return text.utf8.count <= 80
            && parts.allSatisfy { part in
                guard let first = part.unicodeScalars.first, !".-".unicodeScalars.contains(first) else { return false }
                let isPlain = part.unicodeScalars.allSatisfy {
                    $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil)
                        || "._-".unicodeScalars.contains($0)
                }
                return isPlain && !part.contains("..") && !part.hasSuffix(".") && !part.hasSuffix(".lock")
            }
    }
}

extension String {
    /// The text without white space before and after it.
    fileprivate var trimmingLines: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
