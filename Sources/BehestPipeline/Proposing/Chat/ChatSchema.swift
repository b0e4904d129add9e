internal import BehestGrammar
internal import BehestWorkflow

/// The JSON schema of an answer, in the part of JSON Schema that servers hold a model to: every name is required, none may
/// be added, and what may be left out is null.
struct ChatSchema {
    let intents: [GrammarOutline.Intent]

    /// The most values that are listed in all; servers take no more than a thousand.
    ///
    /// The checker knows the others too.
    static let mostListed = 700

    /// The schema.
    var value: JSONValue {
        var budget = Self.mostListed
        var commands = intents.map { Self.command($0.name, slots: $0.slots, &budget) }
        commands.append(Self.command(ChatAnswer.none, slots: [], &budget))
        return Self.object(["command": ["anyOf": .list(commands)]])
    }

    private static func command(_ name: String, slots: [GrammarOutline.Slot], _ budget: inout Int) -> JSONValue {
        var members: [String: JSONValue] = [:]
        for slot in slots { members[slot.name] = self.slot(slot, &budget) }
        return object(["intent": ["type": "string", "enum": [.string(name)]], "slots": object(members)])
    }

    private static func slot(_ slot: GrammarOutline.Slot, _ budget: inout Int) -> JSONValue {
        var kinds: [JSONValue] = []
        if slot.range != nil { kinds.append(["type": "integer"]) }
        if slot.isFree || slot.hasMoreValues || slot.values.count > budget {
            kinds.append(["type": "string"])
        } else if !slot.values.isEmpty {
            budget -= slot.values.count
            kinds.append(["type": "string", "enum": .list(slot.values.map { .string($0.description) })])
        }
        return ["anyOf": .list(kinds + [["type": "null"]])]
    }

    private static func object(_ members: [String: JSONValue]) -> JSONValue {
        [
            "type": "object", "properties": .mapping(members),
            "required": .list(members.keys.sorted().map { .string($0) }), "additionalProperties": false,
        ]
    }
}
