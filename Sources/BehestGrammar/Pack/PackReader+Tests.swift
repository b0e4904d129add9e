extension PackReader {
    private static let testKeys = Keys(read: ["say", "recording", "intent", "slots", "context"])

    /// Reads the tests that a pack holds.
    mutating func readTests(_ node: PackNode?) -> [PackTest] {
        guard let node, !node.isNull else { return [] }
        guard let elements = node.elements else {
            reportWrongType(node, of: "tests", wanted: "a list")
            return []
        }
        return elements.compactMap { readTest($0) }
    }

    private mutating func readTest(_ node: PackNode) -> PackTest? {
        guard let entries = mapping(node, of: "a test") else { return nil }
        check(entries, against: Self.testKeys, of: "a test")
        guard let input = readInput(node), let expected = node["intent"] else {
            if node["intent"] == nil {
                report(
                    .error,
                    "incomplete-test",
                    "the test does not say what is expected",
                    at: node.range,
                    hint: "add 'intent:' with an intent's name, or with null for what must be refused"
                )
            }
            return nil
        }
        var intent: String?
        if !expected.isNull {
            guard let name = text(expected, of: "'intent'") else { return nil }
            intent = name
        }
        let slots = readValues(node["slots"], of: "slots")
        let context = readValues(node["context"], of: "context")
        if intent == nil, !slots.isEmpty {
            report(.error, "wrong-test", "what is refused has no slots", at: node["slots"]?.range, hint: "remove them")
        }
        if case .recording = input, let place = node["context"], !context.isEmpty {
            report(.error, "wrong-test", "a recording has no context", at: place.range, hint: "use 'say:' instead")
        }
        return PackTest(input: input, intent: intent, slots: slots, context: context, range: node.range)
    }

    private mutating func readInput(_ node: PackNode) -> PackTest.Input? {
        switch (node["say"], node["recording"]) {
        case (let words?, nil): return text(words, of: "'say'").map { .words($0) }
        case (nil, let path?): return text(path, of: "'recording'").map { .recording($0) }
        case (nil, nil):
            let hint = "add 'say:' with words, or 'recording:' with a file"
            report(.error, "incomplete-test", "the test says nothing", at: node.range, hint: hint)
        case (_?, let path?):
            let hint = "make it two tests"
            report(.error, "wrong-test", "a test has either words or a recording", at: path.range, hint: hint)
        }
        return nil
    }

    private mutating func readValues(_ node: PackNode?, of name: String) -> [String: SlotValue] {
        guard let node, let entries = mapping(node, of: name) else { return [:] }
        var values: [String: SlotValue] = [:]
        for entry in entries {
            guard let key = entry.key.text else { continue }
            values[key] = slotValue(entry.value, of: "'\(key)'")
        }
        return values
    }

    /// Reports tests that expect what the pack can never give.
    mutating func checkTests(of pack: GrammarPack, in node: PackNode?) {
        guard !pack.tests.isEmpty, let nodes = node?.elements else { return }
        let known = pack.slotNames
        for node in nodes {
            guard let expected = node["intent"], !expected.isNull, let intent = expected.text else { continue }
            guard let slots = known[intent] else {
                report(
                    .error,
                    "unknown-intent",
                    "the pack has no intent '\(intent)'",
                    at: expected.range,
                    hint: Suggestion.nearest(to: intent, in: known.keys.sorted())
                )
                continue
            }
            for entry in node["slots"]?.entries ?? [] {
                guard let slot = entry.key.text, !slots.contains(slot) else { continue }
                report(
                    .error,
                    "unknown-slot",
                    "no sentence of '\(intent)' fills a slot '\(slot)'",
                    at: entry.key.range,
                    hint: Suggestion.nearest(to: slot, in: slots.sorted())
                )
            }
        }
    }
}
