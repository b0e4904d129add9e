internal import BehestGrammar
internal import BehestWorkflow

/// Deciding about orders, and what becomes of them.
extension Dialogue {
    /// Does, asks or refuses what was decided about the commands of one utterance.
    ///
    /// - Parameters:
    ///   - commands: the commands.
    ///   - heard: the utterance.
    ///   - lateness: how late it was understood, where whoever is asked about it is to be told; then nothing of it is done unasked.
    mutating func take(_ commands: [CommandReport], _ heard: Heard, _ lateness: Lateness? = nil) {
        var plans: [Plan] = []
        // What has to wait for an answer or a look, and all that was said after it.
        var open: SpokenOrder?
        for command in commands {
            guard case .act(let plan)? = command.decision else { break }
            let order = order(of: command, heard)
            if open == nil, let order, isOpen(order, plan) { open = order }
            if open == nil { plans.append(plan) }
        }
        if let first = commands.first, !plans.isEmpty { carryOut(plans, self.order(of: first, heard)) }
        var rest = commands.dropFirst(plans.count)
        if var order = open, let decision = rest.popFirst()?.decision {
            if !plans.isEmpty { order.follows = state.orderCount }
            order.rest = rest.compactMap(\.plan)
            rest = rest.dropFirst(order.rest.count)
            settle(decision, order)
        }
        for command in rest {
            switch command.decision {
            // What waits has not been done yet, so that nothing can be asked about what follows it.
            case .ask where open != nil: refuse(Refusal.earlierNotDone(words: open?.words ?? "").text)
            case .ask(let question):
                var order = order(of: command, heard)
                if !plans.isEmpty { order?.follows = state.orderCount }
                order?.lateness = lateness
                if let order { settle(.ask(question), order) } else { refuse(question.text) }
            case .refuse(.silence), .refuse(.noWords), .refuse(.invented), .act, nil: break
            case .refuse(.ambiguous(let intents)): choose(among: intents, heard, lateness)
            case .refuse(let refusal): refuse(refusal.text)
            }
        }
    }

    /// Decides about an order by the same rules as about any other.
    mutating func consider(_ order: SpokenOrder) {
        settle(rules.decider.decide(order.evidence), order)
    }

    mutating func refuse(_ text: String) {
        play(.refused)
        say(text)
    }

    mutating func carryOut(_ plans: [Plan], _ order: SpokenOrder?) {
        let plans = plans + (order?.rest ?? [])
        var order = order
        order?.rest = []
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
    mutating func ask(_ question: Question, _ before: SpokenOrder) {
        var order = before
        let matter: OpenQuestion.Matter
        var text = question.text
        var isOptional = false
        switch question {
        case .missing(let missing):
            guard let first = missing.first else { return }
            let free = rules.freeSlots[order.interpretation.intent] ?? []
            let isFree = first.isDictated || free.contains(first.slot)
            matter = isFree ? .text(slot: first.slot, Dictation()) : .value(slot: first.slot)
            text = first.text
            isOptional = first.isOptional
            order.isTalkedAbout = true
        case .which(let name, _):
            guard let slot = order.interpretation.slots.first(where: { $0.name == name }) else { return }
            matter = .which(slot: name, values: [slot.value] + slot.others)
        case .confirm(let plan), .unsure(let plan, _), .late(let plan, _, _): matter = .confirmation(plan)
        case .risky(let plan): matter = .risk(plan, codeWords: [])
        // It is asked for in the words of the grammar, which are a command of their own.
        case .proposed: return say([order.preface, question.text].compactMap(\.self).joined(separator: " "))
        }
        add(matter, text, order, isOptional: isOptional)
    }

    /// Asks which of several intents was meant by words that are a sentence of each.
    private mutating func choose(among intents: [String], _ heard: Heard, _ lateness: Lateness?) {
        let refusal = Refusal.ambiguous(intents: intents)
        var meanings: [Interpretation] = []
        for reading in heard.readings where intents.contains(reading.interpretation.intent) {
            if !meanings.contains(where: { $0.meansTheSame(as: reading.interpretation) }) {
                meanings.append(reading.interpretation)
            }
        }
        guard meanings.count > 1, let first = heard.readings.first else { return refuse(refusal.text) }
        var order = SpokenOrder(
            utterance: heard.utterance,
            words: heard.words,
            interpretation: meanings[0],
            wording: first.wording,
            scores: first.scores
        )
        order.preface = lateness?.preface(to: order.words)
        let names = meanings.map { $0.intent.asWords }.joined(separator: ", or ")
        add(.meaning(meanings), "That can mean: \(names). Which one?", order)
    }

    mutating func add(
        _ matter: OpenQuestion.Matter,
        _ text: String,
        _ before: SpokenOrder,
        isOptional: Bool = false
    ) {
        var order = before
        order.preface = nil
        state.questionCount += 1
        var question = OpenQuestion(
            id: state.questionCount,
            order: order,
            matter: matter,
            text: [before.preface, text].compactMap(\.self).joined(separator: " "),
            askedAt: now,
            expiresAt: now
        )
        question.isOptional = isOptional
        question.preface = before.preface
        guard let open = state.question else { return put(question) }
        state.waiting.append(question)
        effects.append(.postpone(question, after: open))
        play(.noted)
    }
}

extension CommandReport {
    /// What is done, if it is.
    var plan: Plan? {
        if case .act(let plan)? = decision { plan } else { nil }
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
