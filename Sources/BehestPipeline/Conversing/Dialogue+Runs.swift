internal import BehestGrammar
internal import BehestWorkflow
internal import FoundationEssentials

/// What is being done, and how it is stopped and undone.
extension Dialogue {
    mutating func begin(_ run: RunRecord.ID, _ order: Int) {
        let words = state.ordered.removeValue(forKey: order) ?? state.runs.first { $0.order == order }?.words ?? ""
        guard !state.runs.contains(where: { $0.id == run }) else { return }
        if state.question?.order.follows == order { state.question?.order.followsRun = run }
        for index in state.waiting.indices where state.waiting[index].order.follows == order {
            state.waiting[index].order.followsRun = run
        }
        for index in state.looks.indices where state.looks[index].order.follows == order {
            state.looks[index].order.followsRun = run
        }
        state.runs.append(DialogueState.Run(id: run, words: words, began: now, order: order))
    }

    mutating func takeUp(_ run: RunRecord.ID, _ words: String) {
        state.orderCount += 1
        state.ordered[state.orderCount] = words
        begin(run, state.orderCount)
    }

    mutating func end(_ run: RunRecord.ID, _ runState: RunState, _ said: String) {
        let ended = state.runs.firstIndex { $0.id == run }.map { state.runs.remove(at: $0) }
        if let ended, state.last?.number == ended.order { state.last?.state = runState }
        switch runState {
        case .succeeded: play(.done)
        case .failed: play(.failed)
        case .cancelled: play(.refused)
        case .held, .ready, .running: return
        }
        say(said)
        if runState != .succeeded, let ended { drop(questionsAfter: ended.order) }
    }

    /// Closes the questions about what was to follow an order that was not done.
    private mutating func drop(questionsAfter order: Int) {
        if state.question?.order.follows == order { close(.cancelled) }
        for question in state.waiting where question.order.follows == order {
            effects.append(.close(question, .cancelled))
        }
        state.waiting.removeAll { $0.order.follows == order }
        state.looks.removeAll { $0.order.follows == order }
    }

    mutating func cancelRuns(of order: Int) {
        for run in state.runs where run.order == order { effects.append(.cancel(run.id)) }
    }

    /// Cancels the run that was begun last.
    mutating func cancelLastRun() {
        guard let run = state.runs.last else { return say("There is nothing to cancel.") }
        effects.append(.cancel(run.id))
        say("I am stopping '\(run.words)'.")
    }

    /// Closes every question and stops every run.
    mutating func stopAll() {
        let wasAsked = close(.cancelled) != nil
        for question in state.waiting { effects.append(.close(question, .cancelled)) }
        state.waiting = []
        state.looks = []
        for run in state.runs { effects.append(.cancel(run.id)) }
        let idle = wasAsked ? "All right, nothing was done." : "Nothing is running."
        say(state.runs.isEmpty ? idle : "I am stopping everything.")
    }

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
        guard let intent = rules.planner.definition(for: last.order.interpretation.intent)?.undo else {
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

    mutating func tellStatus() {
        guard !state.runs.isEmpty else { return say("Nothing is running.") }
        let runs = state.runs.map { run in
            "'\(run.words)' for \(Int(now.timeIntervalSince(run.began).rounded())) seconds"
        }
        say("Running: \(runs.joined(separator: ", ")).")
    }
}
