internal import BehestGrammar
internal import BehestWorkflow

/// What is asked about an order before it is done, and what is offered instead.
extension Dialogue {
    /// Asks what has still to be asked, looks whether something else can be offered, and then does what was decided.
    mutating func settle(_ decision: Decision, _ before: SpokenOrder) {
        var order = before
        if let lateness = order.lateness {
            // Before anything is offered or asked that goes on by itself when nobody answers.
            if case .act(let plan) = decision {
                let words = ([plan] + order.rest).map(\.words).joined(separator: ", then ")
                return ask(.late(plan, words: words, lateness), order)
            }
            // Anything else is not done before it was answered, by somebody who knows what it is about.
            order.lateness = nil
            order.preface = lateness.preface(to: order.words)
        }
        switch decision {
        case .refuse(let refusal): refuse(refusal.text)
        case .ask(.which), .ask(.proposed):
            if case .ask(let question) = decision { ask(question, order) }
        case .ask(.missing(let questions)): ask(.missing(nextQuestion(about: order).map { [$0] } ?? questions), order)
        case .act(let plan), .ask(.confirm(let plan)), .ask(.unsure(let plan, _)), .ask(.risky(let plan)),
            .ask(.late(let plan, _, _)):
            if let question = nextQuestion(about: order) { return ask(.missing([question]), order) }
            if plan.offer != nil, !order.isOfferSettled { return look(plan, order) }
            if case .ask(let question) = decision { ask(question, order) } else { carryOut([plan], order) }
        }
    }

    /// Whether an order cannot be done before something is asked or looked up.
    func isOpen(_ order: SpokenOrder, _ plan: Plan) -> Bool {
        nextQuestion(about: order) != nil || plan.offer != nil
    }

    /// What is asked next about an order, in the order of its pack.
    ///
    /// What need not be answered is asked only where something has to be, unless the pack says otherwise: who has said
    /// all in one sentence is not held up.
    private func nextQuestion(about order: SpokenOrder) -> Plan.Question? {
        guard let definition = rules.planner.definition(for: order.interpretation.intent) else { return nil }
        let open = definition.questions.filter { question in
            let value = order.interpretation[slot: question.slot]
            return value.map { JSONValue($0).asText.isEmpty } ?? true
        }
        let isDialogue = order.isTalkedAbout || open.contains { !$0.isOptional }
        return open.first { question in
            guard question.isOptional else { return true }
            return !order.declined.contains(question.slot) && (isDialogue || question.occasion == .always)
        }
    }

    /// Leaves an answer out, and goes on with the order.
    mutating func skip(_ question: OpenQuestion) {
        close(.skipped)
        var order = question.order
        switch question.matter {
        case .value(let slot), .text(let slot, _): order.declined.insert(slot)
        case .offer: order.isOfferSettled = true
        case .which, .meaning, .confirmation, .risk: break
        }
        consider(order)
    }

    private mutating func look(_ plan: Plan, _ order: SpokenOrder) {
        guard let look = plan.look else { return }
        state.lookCount += 1
        state.looks.append(DialogueState.Look(number: state.lookCount, order: order, plan: plan, at: now))
        effects.append(.look(state.lookCount, look, utterance: order.utterance))
    }

    /// Offers what was found, or goes on with the order when nothing was.
    mutating func offer(_ number: Int, _ outputs: [String: JSONValue]) {
        guard let index = state.looks.firstIndex(where: { $0.number == number }) else { return }
        let look = state.looks.remove(at: index)
        if let offered = try? look.plan.offered(outputs) {
            add(.offer(offered.plan), offered.question, look.order)
        } else {
            var order = look.order
            order.isOfferSettled = true
            consider(order)
        }
    }

    /// Does what was offered; what can do harm needs more than that.
    mutating func accept(_ plan: Plan) {
        guard plan.risk == .high, let question = state.question else { return agree(to: plan) }
        close(.answered)
        ask(.risky(plan), question.order)
    }
}
