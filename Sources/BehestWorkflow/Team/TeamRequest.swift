/// What a member of a team is asked.
struct TeamRequest: Sendable, Hashable {
    /// What another member has answered before.
    struct Answer: Sendable, Hashable {
        /// Who; `nil` for one that is not told, so that it is judged by what it says.
        var member: String?
        var outputs: [String: JSONValue]
    }

    /// How much of an answer is told to agents that read text, in characters.
    private static let mostCharacters = 60_000

    var task: TracedValue
    /// What the step hands on.
    var inputs: [String: TracedValue] = [:]
    var workspace: String
    /// What was answered before.
    var answers: [Answer] = []
    /// Whether the answers are to be judged.
    var isVerdict = false

    init(_ order: TeamOrder, workspace: String) {
        task = order.task
        self.workspace = workspace
        if let inputs = order.inputs, case .mapping(let members) = inputs.value {
            self.inputs = members.mapValues { TracedValue($0, from: inputs.origin) }
        }
    }

    /// Where all of it came from.
    var origin: Origin {
        inputs.values.reduce(into: answers.isEmpty ? task.origin : task.origin.union(.agent)) {
            $0.formUnion($1.origin)
        }
    }

    /// Tells what is asked from what else was asked.
    var digest: String {
        AuditChain.digest(of: [task.value, .mapping(inputs.mapValues(\.value)), .list(answers.map(\.json))])
    }

    /// What a program reads.
    func json(for member: TeamMember, _ turn: TeamTurn) -> JSONValue {
        var request: [String: JSONValue] = [
            "task": .string(task.value.asText), "agent": .string(member.name), "turn": .number(Double(turn.number)),
            "key": .string(turn.idempotencyKey), "workspace": .string(workspace),
            "inputs": .mapping(inputs.mapValues(\.value)), "answers": .list(answers.map(\.json)),
        ]
        if isVerdict { request["wanted"] = "verdict" }
        return .mapping(request)
    }

    /// What an agent reads that takes a text.
    var text: String {
        var text = task.value.asText
        for (index, answer) in answers.enumerated() {
            let who = answer.member.map { "'\($0)'" } ?? "Number \(index + 1)"
            let words = answer.outputs["answer"]?.text ?? JSONValue.mapping(answer.outputs).json
            text += "\n\n\(who) has answered:\n\(words.prefix(Self.mostCharacters))"
        }
        if isVerdict { text += "\n\nWhich number is the best? Answer with {\"best\": NUMBER, \"reason\": \"WHY\"}." }
        return text
    }
}

extension TeamRequest.Answer {
    fileprivate var json: JSONValue {
        .mapping(["agent": member.map(JSONValue.string) ?? .null, "outputs": .mapping(outputs)])
    }
}
