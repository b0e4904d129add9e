internal import BehestGrammar
internal import BehestWorkflow

/// Deciding about orders, and what becomes of them.
extension Dialogue {
    /// Does, asks or refuses what was decided about the commands of one utterance.
    mutating func take(_ commands: [CommandReport], _ heard: Heard) {
        let plans = commands.compactMap { command -> Plan? in
            if case .act(let plan)? = command.decision { plan } else { nil }
        }
        if let first = commands.first, !plans.isEmpty { carryOut(plans, order(of: first, heard)) }
        for command in commands.dropFirst(plans.count) {
            switch command.decision {
            case .ask(let question):
                var order = order(of: command, heard)
                if !plans.isEmpty { order?.follows = state.orderCount }
                ask(question, order)
            case .refuse(.silence), .refuse(.noWords), .act, nil: break
            case .refuse(.ambiguous(let intents)): choose(among: intents, heard)
            case .refuse(let refusal): refuse(refusal.text)
            }
        }
    }

    /// Decides about an order by the same rules as about any other.
    mutating func consider(_ order: SpokenOrder) {
        switch rules.decider.decide(order.evidence) {
        case .act(let plan): carryOut([plan], order)
        case .ask(let question): ask(question, order)
        case .refuse(let refusal): refuse(refusal.text)
        }
    }

    mutating func refuse(_ text: String) {
        play(.refused)
        say(text)
    }

    mutating func carryOut(_ plans: [Plan], _ order: SpokenOrder?) {
        state.orderCount += 1
        let number = state.orderCount
        state.ordered[number] = plans.map(\.words).joined(separator: ", then ")
        if let order { state.last = DialogueState.Done(order: order, number: number, at: now, state: nil) }
        play(.understood)
        effects.append(.carryOut(order: number, plans, utterance: order?.utterance, after: order?.followsRun))
    }

    func order(of command: CommandReport, _ heard: Heard) -> SpokenOrder? {
        guard let interpretation = command.interpretation else { return nil }
        let reading = heard.readings.first { $0.interpretation.meansTheSame(as: interpretation) }
        return SpokenOrder(
            utterance: heard.utterance,
            words: command.words,
            interpretation: interpretation,
            wording: reading?.wording ?? command.words,
            scores: reading?.scores
                ?? Reading.Scores(confidence: 1, tokenCount: command.words.comparableWords.count + 1)
        )
    }

    /// Asks now, or when the open question is closed.
    mutating func ask(_ question: Question, _ order: SpokenOrder?) {
        guard let order else { return refuse(question.text) }
        let matter: OpenQuestion.Matter
        var text = question.text
        switch question {
        case .missing(let missing):
            guard let first = missing.first else { return }
            let isFree = rules.freeSlots[order.interpretation.intent]?.contains(first.slot) ?? false
            matter = isFree ? .text(slot: first.slot, Dictation()) : .value(slot: first.slot)
            text = first.text
        case .which(let name, _):
            guard let slot = order.interpretation.slots.first(where: { $0.name == name }) else { return }
            matter = .which(slot: name, values: [slot.value] + slot.others)
        case .confirm(let plan), .unsure(let plan, _): matter = .confirmation(plan)
        case .risky(let plan): matter = .risk(plan, codeWords: [])
        // It is asked for in the words of the grammar, which are a command of their own.
        case .proposed: return say(question.text)
        }
        add(matter, text, order)
    }

    /// Asks which of several intents was meant by words that are a sentence of each.
    private mutating func choose(among intents: [String], _ heard: Heard) {
        let refusal = Refusal.ambiguous(intents: intents)
        var meanings: [Interpretation] = []
        for reading in heard.readings where intents.contains(reading.interpretation.intent) {
            if !meanings.contains(where: { $0.meansTheSame(as: reading.interpretation) }) {
                meanings.append(reading.interpretation)
            }
        }
        guard meanings.count > 1, let first = heard.readings.first else { return refuse(refusal.text) }
        let order = SpokenOrder(
            utterance: heard.utterance,
            words: heard.words,
            interpretation: meanings[0],
            wording: first.wording,
            scores: first.scores
        )
        let names = meanings.map { $0.intent.asWords }.joined(separator: ", or ")
        add(.meaning(meanings), "That can mean: \(names). Which one?", order)
    }

    private mutating func add(_ matter: OpenQuestion.Matter, _ text: String, _ order: SpokenOrder) {
        state.questionCount += 1
        let question = OpenQuestion(
            id: state.questionCount,
            order: order,
            matter: matter,
            text: text,
            askedAt: now,
            expiresAt: now
        )
        guard state.question != nil else { return put(question) }
        state.waiting.append(question)
        play(.noted)
    }
}

extension String {
    /// The name of an intent as words: "RollBack" is "roll back".
    var asWords: String {
        reduce(into: "") { words, letter in
            if letter.isUppercase, words.last.map({ $0 != " " }) ?? false { words += " " }
            words += letter.lowercased()
        }
    }
}
