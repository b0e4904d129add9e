internal import BehestGrammar
internal import BehestWorkflow
internal import FoundationEssentials

/// What a language model answered.
struct ChatAnswer {
    /// What the model says when no command is meant.
    static let none = "none"

    /// An answer that cannot be made use of; the reason goes on from "it answered, but".
    struct Nonsense: Error {
        var reason: String
    }

    /// What it proposes; `nil` when it knows no command for the words.
    let proposal: ProposedReading?

    /// Reads the body of an answer.
    init(_ body: [UInt8]) throws(Nonsense) {
        let content = try Self.content(of: body)
        // Without a schema, models like to put a fence around JSON, or a word before it.
        guard let start = content.firstIndex(of: "{"), let end = content.lastIndex(of: "}"), start < end,
            case .mapping(let answer)? = Self.json(Array(content[start...end].utf8))
        else { throw Nonsense(reason: "not with JSON") }
        let command = answer["command"]?.members ?? answer
        guard let intent = command["intent"]?.text else { throw Nonsense(reason: "without an intent") }
        guard intent != Self.none else {
            proposal = nil
            return
        }
        var slots: [String: SlotValue] = [:]
        for (name, value) in command["slots"]?.members ?? [:] {
            switch value {
            case .null: break
            case .string(let text): slots[name] = .text(text)
            case .number(let number): slots[name] = Int(exactly: number).map { .integer($0) } ?? .number(number)
            default: throw Nonsense(reason: "with a slot that is \(value.kindName)")
            }
        }
        proposal = ProposedReading(intent: intent, slots: slots)
    }

    /// What the model said.
    private static func content(of body: [UInt8]) throws(Nonsense) -> String {
        guard case .mapping(let answer)? = json(body) else { throw Nonsense(reason: "not as a chat endpoint does") }
        guard case .mapping(let choice)? = answer["choices"]?.elements?.first else {
            throw Nonsense(reason: "without saying anything")
        }
        if choice["finish_reason"]?.text == "length" { throw Nonsense(reason: "broke off in the middle") }
        guard let content = choice["message"]?.members?["content"]?.text, !content.isEmpty else {
            throw Nonsense(reason: "without saying anything")
        }
        return content
    }

    private static func json(_ bytes: [UInt8]) -> JSONValue? {
        try? JSONDecoder().decode(JSONValue.self, from: Data(bytes))
    }
}

extension JSONValue {
    /// The members of a mapping; `nil` for anything else.
    fileprivate var members: [String: JSONValue]? {
        guard case .mapping(let members) = self else { return nil }
        return members
    }
}
