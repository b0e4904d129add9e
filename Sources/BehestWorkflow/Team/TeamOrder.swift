/// What a step asks of a team.
struct TeamOrder: Sendable, Hashable {
    /// How many are asked side by side at most.
    static let mostAsked = 8
    /// How often a task is handed over at most, where the pack asks for it.
    static let mostTurns = 50
    /// How often a task is handed over at most, where nothing is said.
    static let usualTurns = 8
    /// The longest task, in bytes.
    static let longestTask = 1 << 20

    /// What is wrong with an input, and which one.
    struct Mistake: Error, Sendable, Hashable {
        var input: String
        var message: String
    }

    var word: TeamWord
    /// What is to be done, in words; empty while it is not known.
    var task: TracedValue
    var needs = TeamNeeds()
    /// Who does it one after the other; `nil` when each says who goes on.
    var chain: [TeamNeeds]?
    var turns = usualTurns
    var asked = 2
    var judge = TeamNeeds()
    /// What is handed on to agents that take more than a task.
    var inputs: TracedValue?

    /// Reads the inputs of a step.
    ///
    /// - Parameters:
    ///   - word: What the team is to do.
    ///   - inputs: Those inputs that are known.
    ///   - isWhole: Whether that is all of them, so that none may be missing.
    /// - Throws: ``Mistake`` when one cannot be used.
    init(_ word: TeamWord, _ inputs: [String: TracedValue], isWhole: Bool) throws(Mistake) {
        self.word = word
        task = inputs["task"] ?? TracedValue("", from: .pack)
        if isWhole { try Self.check(task) }
        for name in TeamWord.ownInputs.sorted() where inputs[name]?.origin.isData == true {
            throw Mistake(
                input: name,
                message: "'\(name)' may not come from what was said or returned. Write it in the pack."
            )
        }
        needs = TeamNeeds(
            skills: try Self.words(inputs["skills"], of: "skills"),
            languages: try Self.words(inputs["languages"], of: "languages"),
            paths: try Self.words(inputs["paths"], of: "paths"),
            isTrusted: try Self.flag(inputs["trusted"], of: "trusted")
        )
        turns = try Self.number(inputs["turns"], of: "turns", 1...Self.mostTurns) ?? Self.usualTurns
        asked = try Self.number(inputs["ask"], of: "ask", 2...Self.mostAsked) ?? 2
        if let to = inputs["to"], to.value != .null {
            guard let elements = to.value.elements, !elements.isEmpty else {
                throw Mistake(input: "to", message: "'to' is a list of agents, such as [planner, {skills: [review]}]")
            }
            var chain: [TeamNeeds] = []
            for element in elements { chain.append(try link(element, of: "to")) }
            guard chain.count <= turns else {
                let message = "'to' names \(chain.count) agents, and 'turns' allows \(turns)"
                throw Mistake(input: "to", message: message)
            }
            self.chain = chain
        }
        if let judge = inputs["judge"] { self.judge = try link(judge.value, of: "judge") }
        if let more = inputs["inputs"], more.value != .null {
            guard case .mapping = more.value else {
                throw Mistake(input: "inputs", message: "'inputs' is \(more.value.kindName), not a mapping")
            }
            self.inputs = more
        }
    }

    /// All that it looks for: who, and how many different ones at the same time.
    var searches: [(needs: TeamNeeds, count: Int)] {
        switch word {
        case .assign: [(needs, 1)]
        case .handOver: chain.map { $0.map { ($0, 1) } } ?? [(needs, 1)]
        case .judge: [(needs, asked), (judge, 1)]
        }
    }

    private static func check(_ task: TracedValue) throws(Mistake) {
        let text = task.value.asText
        guard !text.allSatisfy(\.isWhitespace) else {
            throw Mistake(
                input: "task",
                message: "A team needs a task, and none was said. Ask for it with the pack's 'ask'."
            )
        }
        guard text.utf8.count <= longestTask, !text.utf8.contains(0) else {
            throw Mistake(input: "task", message: "The task is no text of at most \(longestTask >> 10) KB.")
        }
    }

    /// A member by its name, or what it has to be like.
    private func link(_ value: JSONValue, of key: String) throws(Mistake) -> TeamNeeds {
        if let name = value.text, !name.isEmpty { return TeamNeeds(isTrusted: needs.isTrusted, names: [name]) }
        guard case .mapping(let members) = value else {
            throw Mistake(
                input: key,
                message: "'\(key)' has \(value.kindName), where an agent's name or {skills: […]} is wanted"
            )
        }
        let known = ["skills", "languages", "paths", "trusted"]
        if let other = members.keys.sorted().first(where: { !known.contains($0) }) {
            throw Mistake(
                input: key,
                message: "'\(key)' has a key '\(other)'; its keys are \(known.joined(separator: ", "))"
            )
        }
        func list(_ name: String) throws(Mistake) -> [String] {
            try Self.words(members[name].map { TracedValue($0, from: .pack) }, of: name)
        }
        let own = try Self.flag(members["trusted"].map { TracedValue($0, from: .pack) }, of: "trusted")
        return TeamNeeds(
            skills: try list("skills"),
            languages: try list("languages"),
            paths: try list("paths"),
            isTrusted: own || needs.isTrusted
        )
    }

    /// A list of words; data may give it as JSON, or give one word.
    private static func words(_ input: TracedValue?, of key: String) throws(Mistake) -> [String] {
        guard let input, input.value != .null else { return [] }
        var value = input.value
        if let text = value.text {
            guard !text.isEmpty else { return [] }
            value =
                (text.hasPrefix("[") ? try? CanonicalJSON.value(JSONValue.self, from: text) : nil) ?? [.string(text)]
        }
        guard let elements = value.elements, elements.count <= 100 else {
            throw Mistake(input: key, message: "'\(key)' is \(value.kindName), not a list of at most 100 words")
        }
        var words: [String] = []
        for element in elements {
            guard let word = element.text, !word.isEmpty, word.utf8.count <= 1_000 else {
                throw Mistake(input: key, message: "'\(key)' has \(element.kindName) where a word is wanted")
            }
            if !words.contains(word) { words.append(word) }
        }
        return words
    }

    private static func flag(_ input: TracedValue?, of key: String) throws(Mistake) -> Bool {
        switch input?.value {
        case nil, .null: return false
        case .boolean(let flag): return flag
        case let value?: throw Mistake(input: key, message: "'\(key)' is \(value.kindName), not true or false")
        }
    }

    private static func number(
        _ input: TracedValue?,
        of key: String,
        _ range: ClosedRange<Int>
    ) throws(Mistake) -> Int? {
        guard let value = input?.value, value != .null else { return nil }
        guard case .number(let number) = value, let whole = Int(exactly: number), range.contains(whole) else {
            throw Mistake(
                input: key,
                message: "'\(key)' is a whole number from \(range.lowerBound) to \(range.upperBound)"
            )
        }
        return whole
    }
}
