internal import BehestGrammar
internal import BehestWorkflow
internal import FoundationEssentials

/// What is being done, and how it is stopped.
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
        if var last = state.last, last.number == order {
            last.runs = (last.runs ?? []) + [run]
            state.last = last
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

    mutating func tellStatus() {
        guard !state.runs.isEmpty else { return say("Nothing is running.") }
        let runs = state.runs.map { run in
            "'\(run.words)' for \(Int(now.timeIntervalSince(run.began).rounded())) seconds"
        }
        say("Running: \(runs.joined(separator: ", ")).")
    }
}
