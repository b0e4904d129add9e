/// Several do it side by side, and another one judges.
extension TeamWork {
    /// Lets several members do it, and another one say which did it best.
    ///
    /// - Throws: ``Failure``; `CancellationError`.
    func judge() async throws -> AgentResult {
        let request = TeamRequest(order, workspace: assignment.workspace)
        let searches = (1...order.asked).map { number in
            Search(
                place: "answer-\(number)",
                needs: order.needs,
                refused: Dictionary((order.judge.names ?? []).map { ($0, "is the judge") }) { $1 },
                isForAnother: true,
                request: request
            )
        }
        let answers = try await withThrowingTaskGroup(of: (Int, TeamTurn).self) { group in
            for (index, search) in searches.enumerated() {
                // One after the other, so that it is the same each time who has which number; then side by side.
                let turn = try await taken(search)
                group.addTask {
                    if turn.state == .succeeded { return (index, turn) }
                    if let done = try await carriedOut(turn, search) { return (index, done) }
                    return (index, try await done(search))
                }
            }
            return try await group.reduce(into: [(Int, TeamTurn)]()) { $0.append($1) }
                .sorted { $0.0 < $1.0 }.map(\.1)
        }
        var question = request
        question.isVerdict = true
        question.answers = answers.map { TeamRequest.Answer(member: nil, outputs: $0.outputs) }
        let search = Search(place: "verdict", needs: order.judge, isForAnother: true, request: question)
        let count = answers.count
        let verdict = try await done(search) { outputs in
            Self.best(outputs, of: count) == nil
                ? "It gave no verdict: {\"best\": NUMBER} with a number from 1 to \(count) is wanted." : nil
        }
        guard let best = Self.best(verdict.outputs, of: count) else {
            throw Failure(message: "'\(verdict.member ?? "")' gave no verdict.", mayPass: false)
        }
        return result(of: answers, best: best, verdict)
    }

    /// The number of the best: the one that is named, or that has the highest score; of several, the first.
    static func best(_ outputs: [String: JSONValue], of count: Int) -> Int? {
        if let scores = outputs["scores"]?.elements, outputs["best"] == nil {
            let numbers = scores.map(\.asNumber)
            guard numbers.count == count, numbers.allSatisfy(\.isFinite), let highest = numbers.max() else {
                return nil
            }
            return numbers.firstIndex(of: highest)
        }
        let value = outputs["best"] ?? outputs["answer"]
        guard let value, [.null, .boolean(true), .boolean(false), ""].allSatisfy({ $0 != value }),
            let number = Int(exactly: value.asNumber), (1...count).contains(number)
        else { return nil }
        return number - 1
    }

    private func result(of answers: [TeamTurn], best: Int, _ verdict: TeamTurn) -> AgentResult {
        let (winner, judge) = (answers[best], verdict.member ?? "")
        let others = answers.indices.filter { $0 != best }.map { index -> JSONValue in
            .mapping([
                "agent": .string(answers[index].member ?? ""), "outputs": .mapping(answers[index].outputs),
            ])
        }
        let why = verdict.outputs["reason"]?.text.map { ": \($0.prefix(1_000))" } ?? "."
        let names = answers.compactMap(\.member).inWords
        let reason =
            "'\(judge)' judged number \(best + 1) of \(names) to be the best, which is '\(winner.member ?? "")'"
        var result = result(of: winner, because: reason + why)
        result.outputs["judge"] = .string(judge)
        result.outputs["verdict"] = .mapping(verdict.outputs)
        result.outputs["others"] = .list(others)
        return result
    }
}
