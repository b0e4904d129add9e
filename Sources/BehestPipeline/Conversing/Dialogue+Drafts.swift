internal import FoundationEssentials

/// Questions that nobody answers, and what becomes of what was dictated then.
extension Dialogue {
    /// How long a question that is put now waits.
    func time(for question: OpenQuestion) -> TimeInterval {
        // Whoever may be away, or was not heard, means nothing by a pause.
        question.isBegun && !question.isResumed ? rules.limits.pause : rules.limits.answer
    }

    /// Ends the open question if its time is over.
    mutating func expire() {
        guard let question = state.question, now >= question.expiresAt else { return }
        if question.isBegun, !question.isResumed { return finishDictation() }
        if question.canBeSkipped, !question.isResumed { return skip(question) }
        close(.expired)
        guard question.isKept else { return say("There was no answer, so nothing was done.") }
        state.drafts.append(question)
        let what = question.isDraft ? "dictated" : "asked for"
        say("There was no answer. I keep what you \(what): say 'go on with the draft'.")
    }

    /// Goes on where an earlier process stopped.
    mutating func resume() {
        state.ordered = [:]
        state.drafts = state.drafts.filter { !isTooOld($0) }
        if let question = state.question {
            if isTooOld(question) {
                close(.expired)
                say("'\(question.order.words)' was asked too long ago, so nothing was done.")
            } else {
                state.question = nil
                putAgain(question)
            }
        } else {
            takeUpDraft()
        }
        let looks = state.looks
        state.looks = []
        for look in looks where look.order.isDictated || now - rules.limits.resumption <= look.at {
            consider(look.order)
        }
    }

    /// Whether it was asked so long ago that a start does not take it up.
    private func isTooOld(_ question: OpenQuestion) -> Bool {
        now - (question.isDraft ? rules.limits.draft : rules.limits.resumption) > question.askedAt
    }

    /// Goes on with what was put aside last.
    ///
    /// - Returns: whether there was anything.
    @discardableResult
    mutating func takeUpDraft() -> Bool {
        guard var draft = state.drafts.popLast() else { return false }
        state.questionCount += 1
        draft.id = state.questionCount
        putAgain(draft)
        return true
    }

    private mutating func putAgain(_ before: OpenQuestion) {
        var question = before
        question.isResumed = true
        if case .text(_, let dictation) = question.matter, !dictation.isEmpty {
            say("I still have what you dictated: \(dictation.text)")
        } else if question.isKept {
            say("I still have your draft: \(question.order.words)")
        }
        put(question)
    }
}

extension OpenQuestion {
    /// Whether what was asked for is done also without an answer.
    var canBeSkipped: Bool {
        if case .offer = matter { true } else { isOptional }
    }
}
