internal import BehestGrammar
internal import FoundationEssentials
internal import BehestWorkflow

/// What is made of what was said.
extension Dialogue {
    mutating func hear(_ heard: Heard) {
        let replies = surely(heard.replies)
        // What stops something is heard before anything else.
        if replies.contains(.stopAll) { return stopAll() }
        if replies.contains(.cancelAtEnd), state.question == nil { return say("All right, nothing was done.") }
        if replies.contains(.cancel) || replies.contains(.cancelAtEnd) || isHardlyCancelled(heard) { return cancel() }
        guard let question = state.question else { return hearCommand(heard, replies) }
        if case .text(let slot, let dictation) = question.matter {
            return write(heard, replies, slot, dictation)
        }
        if replies.isEmpty, heard.words.comparableWords.isEmpty { return }
        state.question?.isResumed = false
        // Half an answer is none.
        if heard.isCutShort { return miss(question) }
        if answer(heard, replies, question) { return }
        guard isCommand(heard) else { return miss(question) }
        // It tells nothing about what is asked.
        state.question?.isResumed = question.isResumed
        take(heard.commands, heard)
    }

    /// The replies that were surely given; what only may have been one is asked for again.
    func surely(_ replies: [Reading]) -> [Reply] {
        replies.filter { rules.calibration.support(for: $0) == .strong }.compactMap { Reply($0.interpretation) }
    }

    /// Whether words that were hardly made out stop what free text was just asked for.
    ///
    /// Nobody begins a text with "never mind", and as long as none is there nothing is lost.
    private func isHardlyCancelled(_ heard: Heard) -> Bool {
        guard let question = state.question, case .text = question.matter, !question.isBegun else { return false }
        return heard.replies.contains { reading in
            reading.isExact && rules.calibration.support(for: reading) == .weak
                && Reply(reading.interpretation) == .cancel
        }
    }

    /// Whether the words are a command that can be done or asked about.
    private func isCommand(_ heard: Heard) -> Bool {
        heard.commands.contains { command in
            switch command.decision {
            case .act, .ask, .refuse(.ambiguous): true
            case .refuse, nil: false
            }
        }
    }

    private mutating func hearCommand(_ heard: Heard, _ replies: [Reply]) {
        for reply in replies {
            switch reply {
            case .undo: return undo()
            case .continueDraft:
                if !takeUpDraft() { say("There is no draft.") }
                return
            case .again: return sayAgain()
            case .help:
                effects.append(.listSentences)
                return
            case .status: return tellStatus()
            case .value(_, _, isCorrection: true), .correction:
                if correctLast(heard, replies) { return }
            case .yes, .no, .thatIsAll, .codeWords:
                guard !isCommand(heard) else { continue }
                return refuse("Nothing was asked.")
            default: continue
            }
        }
        take(heard.commands, heard)
    }

    /// Takes words as the answer to the open question.
    ///
    /// - Returns: whether they were one.
    private mutating func answer(_ heard: Heard, _ replies: [Reply], _ question: OpenQuestion) -> Bool {
        for reply in replies {
            switch reply {
            case .undo:
                undo()
                return true
            case .again, .continueDraft:
                sayAgain()
                return true
            case .wait:
                state.question?.expiresAt = now + 2 * rules.limits.answer
                play(.noted)
                return true
            case .status:
                tellStatus()
                return true
            case .help:
                say(question.help)
                return true
            default: break
            }
            if answer(reply, heard, question) { return true }
        }
        if correct(heard, replies, question) { return true }
        return choose(by: heard.words, question)
    }

    private mutating func answer(_ reply: Reply, _ heard: Heard, _ question: OpenQuestion) -> Bool {
        switch (question.matter, reply) {
        case (.confirmation(let plan), .yes): agree(to: plan)
        case (.risk(_, let words), .yes):
            say("A yes is not enough here. Press the key, or say '\(words.joined(separator: " "))'.")
        case (.risk(let plan, let words), .codeWords(let said)):
            guard said == words else {
                miss(question)
                return true
            }
            agree(to: plan)
        case (.offer(let plan), .yes), (.offer(let plan), .same): accept(plan)
        case (.offer, .no), (.offer, .newOne): skip(question)
        case (_, .yesBut): say("I can do it only as I asked. \(question.text)")
        case (_, .no) where question.isOptional, (_, .skip) where question.isOptional,
            (_, .thatIsAll(after: nil)) where question.isOptional:
            skip(question)
        case (_, .no):
            close(.declined)
            say("All right, nothing was done.")
        case (.value(let name), .value(let slot, question.order.interpretation.intent, _)) where slot.name == name:
            fill(slot, of: heard.words, question)
        case (.which(let name, let values), .pick(let place)):
            guard let value = values.element(counted: place) else { return false }
            fill(Interpretation.Slot(name: name, value: value, text: value.description, span: nil), of: "", question)
        case (.meaning(let meanings), .pick(let place)):
            guard let meaning = meanings.element(counted: place) else { return false }
            choose(meaning)
        default: return false
        }
        return true
    }

    /// Takes words that name one of several things, and only one.
    private mutating func choose(by words: String, _ question: OpenQuestion) -> Bool {
        let said = words.comparableWords
        switch question.matter {
        case .which(let name, let values):
            guard let value = values.onlyElement(where: { $0.description.isNamed(by: said) }) else { return false }
            fill(Interpretation.Slot(name: name, value: value, text: value.description, span: nil), of: "", question)
        case .meaning(let meanings):
            guard let meaning = meanings.onlyElement(where: { $0.intent.asWords.isNamed(by: said) }) else {
                return false
            }
            choose(meaning)
        default: return false
        }
        return true
    }

    private mutating func choose(_ meaning: Interpretation) {
        guard var order = close(.answered)?.order else { return }
        order.interpretation = meaning
        consider(order)
    }

    /// Puts the value that was asked for into the order, and decides about it again.
    mutating func fill(_ slot: Interpretation.Slot, of words: String, _ question: OpenQuestion) {
        close(.answered)
        var order = question.order
        put(slot, of: words, into: &order)
        consider(order)
    }

    mutating func agree(to plan: Plan) {
        guard var order = close(.answered)?.order else { return }
        guard order.lateness != nil else { return carryOut([plan], order) }
        // It was only asked whether it is still meant.
        order.lateness = nil
        consider(order)
    }

    /// Says that this was no answer, or gives the question up.
    private mutating func miss(_ question: OpenQuestion) {
        state.question?.misses += 1
        guard question.misses + 1 < rules.limits.mostMisses else {
            if question.canBeSkipped { return skip(question) }
            close(.givenUp)
            if question.isDraft {
                state.drafts.append(question)
                return refuse("I did not understand the answer. I keep what you dictated: say 'go on with the draft'.")
            }
            return refuse("I did not understand the answer, so nothing was done.")
        }
        if case .risk = question.matter {
            // Words that were guessed at once must not be guessed at again.
            state.question = nil
            var question = question
            question.misses += 1
            return put(question)
        }
        play(.refused)
        repeatQuestion(after: question.help)
    }

    /// Says again what is asked, or what was said last.
    mutating func sayAgain() {
        guard state.question == nil else { return repeatQuestion() }
        say(state.lastSaid ?? "I have not said anything yet.")
    }

    private mutating func repeatQuestion(after help: String? = nil) {
        guard var question = state.question else { return }
        question.askedAt = now
        question.expiresAt = now + rules.limits.answer
        state.question = question
        if let help { say(help) }
        state.lastSaid = question.text
        effects.append(.ask(question))
    }
}

extension OpenQuestion {
    /// What can be answered.
    public var help: String {
        switch matter {
        case .confirmation: "Say yes or no, or what is to be different."
        case .risk(_, let words): "Press the key, say '\(words.joined(separator: " "))', or never mind."
        case .which, .meaning: "Say its name, or the first, the second and so on, or never mind."
        case .offer: "Say yes to do that, no to go on as you asked, or never mind."
        case .value(let slot) where isOptional: "Name the \(slot.asWords), or say skip."
        case .value(let slot): "Name the \(slot.asWords), or say never mind."
        case .text where isOptional: "Say it in your own words, or no to leave it out."
        case .text: "Say it in your own words; then pause, or say that's all."
        }
    }
}

extension Array {
    /// The element that a person means by a number: from 1, and -1 for the last.
    fileprivate func element(counted place: Int) -> Element? {
        let index = place < 0 ? count + place : place - 1
        return indices.contains(index) ? self[index] : nil
    }

    /// The element that meets a condition, if only one does.
    fileprivate func onlyElement(where condition: (Element) -> Bool) -> Element? {
        let found = filter(condition)
        return found.count == 1 ? found[0] : nil
    }
}

extension String {
    /// Words that say nothing about which of several things is meant.
    private static let fillers: Set<String> = [
        "the", "a", "an", "one", "i", "mean", "meant", "in", "of", "please", "dot",
    ]

    /// Whether all the words that count are words of it.
    fileprivate func isNamed(by words: [String]) -> Bool {
        let own = Set(
            map { $0.isLetter || $0.isNumber ? String($0).lowercased() : " " }.joined().split(separator: " ").map(
                String.init
            )
        )
        let said = words.filter { !Self.fillers.contains($0) }
        return !said.isEmpty && said.allSatisfy(own.contains)
    }
}
