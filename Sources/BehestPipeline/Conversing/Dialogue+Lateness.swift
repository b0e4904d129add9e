internal import BehestGrammar
internal import BehestWorkflow

/// What is made of a command that nothing could hear when it was said.
extension Dialogue {
    /// Does or asks what an utterance of some time ago says; it is no answer to what is asked now, and no text that is dictated
    /// now.
    mutating func hearLate(_ heard: Heard, _ lateness: Lateness) {
        let isAnswer = heard.commands.allSatisfy(\.isRefused) && !surely(heard.replies).isEmpty
        if isAnswer { return refuse(Refusal.answerTooLate(words: heard.words).text) }
        let isLate = lateness.isRepeated || lateness.age > rules.limits.lateness
        guard isLate, case .act(let plan)? = heard.commands.first?.decision else {
            return take(heard.commands, heard, isLate ? lateness : nil)
        }

        let acted = heard.commands.prefix { $0.plan != nil }
        guard var order = acted.first.flatMap({ self.order(of: $0, heard) }) else { return }
        order.rest = acted.dropFirst().compactMap(\.plan)
        order.lateness = lateness
        settle(.act(plan), order)
        // Nothing can be asked about what follows something that is not done yet.
        if heard.commands.count > acted.count { refuse(Refusal.earlierNotDone(words: order.words).text) }
    }
}

extension CommandReport {
    fileprivate var isRefused: Bool {
        if case .refuse = decision { true } else { decision == nil }
    }
}
