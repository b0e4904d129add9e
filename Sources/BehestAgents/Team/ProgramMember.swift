public import BehestWorkflow
import FoundationEssentials

/// Carries out the turns of a team's members that are programs.
///
/// A program reads what is asked as one JSON object on its standard input: nothing of a task is ever among its arguments. What
/// it answers is the last line of its output that is a JSON object; without one, all of its output is the `answer`. It runs in
/// the workspace, confined as the member's permissions say.
public struct ProgramMember: Agent {
    /// Packs cannot use it by itself.
    public let signatures: [AgentSignature] = []

    private let shell: ShellAgent
    private let patience: Duration

    /// Makes the agent.
    ///
    /// - Parameters:
    ///   - shell: What confines and runs programs.
    ///   - patience: How long a check may take.
    public init(_ shell: ShellAgent, patience: Duration = .seconds(20)) {
        self.shell = shell
        self.patience = patience
    }

    /// Says whether a program is there, and whether its check exits with 0.
    public func health(for inputs: [String: JSONValue], in workspace: String) async -> AgentHealth {
        if let program = inputs["program"]?.text, !Self.isThere(program) {
            return .unavailable("There is no program '\(program)'. Install it, or correct it in the configuration.")
        }
        guard let check = inputs["check"]?.elements?.compactMap(\.text), let name = check.first else { return .ready }
        let program = Program(arguments: check, directory: workspace)
        let outcome = await withTaskGroup(of: Program.Outcome?.self) { group in
            group.addTask { try? await program.run() }
            group.addTask {
                try? await Task.sleep(for: patience)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next().flatMap(\.self)
        }
        guard let outcome else { return .unavailable("Its check '\(name)' cannot be run, or does not end.") }
        guard outcome.exitCode != 0 else { return .ready }
        let errors = outcome.errors.lastLines(1)
        let words = (errors.isEmpty ? outcome.output.lastLines(1) : errors).brief(200)
        return .unavailable("Its check '\(name)' exits with \(outcome.exitCode)\(words.isEmpty ? "." : ": \(words)")")
    }

    private static func isThere(_ program: String) -> Bool {
        let files = FileManager.default
        if program.contains("/") { return files.isExecutableFile(atPath: program) }
        return (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
            files.isExecutableFile(atPath: "\($0)/\(program)")
        }
    }

    /// Runs the program to its end.
    public func perform(_ assignment: Assignment, events: AgentEvents) async throws -> AgentResult {
        guard let request = assignment.inputs["request"], let name = assignment.arguments.first else {
            throw AgentError("A program of the team was given nothing to do.")
        }
        events.report(.heartbeat)
        let input = Array((request.value.json + "\n").utf8)
        let (outcome, redactor) = try await shell.run(assignment, input: input, events: events)
        switch outcome.refusal {
        case .notFound:
            throw AgentError(
                "There is no program '\(name)'. Install it, or correct it.",
                kind: .passing(retryAfter: nil)
            )
        case .notRun(let reason), .notConfined(let reason):
            throw AgentError("'\(name)' was not run: \(reason)", kind: .passing(retryAfter: nil))
        case nil: break
        }
        if let signal = outcome.signal {
            return AgentResult(
                summary: "",
                failure: "'\(name)' was ended by signal \(signal).",
                hasDied: true
            )
        }
        let said = outcome.errors.lastLines(5)
        let end = "'\(name)' exited with code \(outcome.exitCode)"
        let failure = outcome.exitCode == 0 ? nil : said.isEmpty ? "\(end) and said nothing." : "\(end): \(said)"
        return AgentResult(
            outputs: Self.answer(in: outcome.output.text),
            summary: redactor.redacted("Answered."),
            failure: failure.map(redactor.redacted)
        )
    }

    /// What a program has answered.
    static func answer(in text: String) -> [String: JSONValue] {
        // Other signs that break lines may stand within JSON as they are.
        for line in text.unicodeScalars.split(separator: "\n").reversed() {
            guard let begin = line.first(where: { !$0.properties.isWhitespace }), begin == "{",
                let value = try? CanonicalJSON.value(JSONValue.self, from: String(line)),
                case .mapping(let members) = value
            else { continue }
            return members
        }
        var text = text
        while text.last?.isWhitespace == true { text.removeLast() }
        return ["answer": .string(text)]
    }
}
