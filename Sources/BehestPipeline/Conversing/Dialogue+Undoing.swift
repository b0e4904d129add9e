internal import BehestGrammar
internal import BehestWorkflow
internal import FoundationEssentials

/// "Undo that": what was ordered last is taken back.
extension Dialogue {
    /// Stops what was last ordered while it is being done; afterwards does what its pack says undoes it.
    mutating func undo() {
        guard let last = state.last, now - rules.limits.correction <= last.at else {
            return refuse("There is nothing to undo.")
        }
        guard let end = last.state else {
            cancelRuns(of: last.number)
            return say("I am stopping '\(last.order.words)'.")
        }
        guard end == .succeeded else {
            return refuse("'\(last.order.words)' was not done, so there is nothing to undo.")
        }
        let definition = rules.planner.definition(for: last.order.interpretation.intent)
        guard let intent = definition?.undo else {
            // Only what was done says how it is taken back.
            if definition?.hasUndoSteps == true { return effects.append(.planReversal(last)) }
            return refuse("'\(last.order.words)' cannot be undone.")
        }
        state.last = nil
        var order = last.order
        order.interpretation.intent = intent
        order.words = "undo: \(last.order.words)"
        order.wording = order.words
        for index in order.interpretation.slots.indices { order.interpretation.slots[index].span = nil }
        consider(order)
    }

    /// Takes back what was ordered, step by step; asks first where the workflow says so.
    mutating func reverse(_ done: DialogueState.Done, by plans: [Plan]) {
        guard let first = plans.first, state.last == done else {
            return refuse("'\(done.order.words)' cannot be undone.")
        }
        state.last = nil
        var order = done.order
        order.words = "undo: \(done.order.words)"
        order.wording = order.words
        // It has no values that could be corrected: with others it would be something else that is taken back.
        order.interpretation = Interpretation(
            intent: "Undo \(done.order.interpretation.intent)",
            slots: [],
            manner: done.order.interpretation.manner
        )
        order.follows = nil
        order.followsRun = nil
        order.rest = Array(plans.dropFirst())
        if plans.contains(where: { $0.risk == .high }) {
            ask(.risky(first), order)
        } else if plans.contains(where: { $0.confirmation == .always }) {
            ask(.confirm(first), order)
        } else {
            carryOut([first], order)
        }
    }
}
