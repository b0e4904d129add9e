/// The work of a team at one task.
struct TeamWork: Sendable {
    /// How often it is looked whether somebody has room.
    static let pollInterval = Duration.milliseconds(200)

    /// Nothing came of it.
    struct Failure: Error {
        var message: String
        /// Whether it may pass by itself: nobody could be asked, or all have given it up.
        var mayPass: Bool
        var outputs: [String: JSONValue] = [:]
    }

    /// What is looked for.
    struct Search: Sendable {
        /// Which part of the task it is for.
        var place: String
        var needs: TeamNeeds
        /// Why some are not asked whatever happens.
        var refused: [String: String] = [:]
        /// Whether nobody is asked who has another part of the task, and another one is asked where one fails.
        var isForAnother = false
        var request: TeamRequest
    }

    let team: TeamAgent
    let order: TeamOrder
    let assignment: Assignment
    let events: AgentEvents

    /// Lets who fits best do it.
    func assign() async throws -> AgentResult {
        let request = TeamRequest(order, workspace: assignment.workspace)
        let turn = try await done(Search(place: "work", needs: order.needs, request: request))
        return result(of: turn)
    }

    /// Lets somebody take a turn and do it, unless it was done before a crash.
    ///
    /// - Parameters:
    ///   - search: What is looked for.
    ///   - accept: Says what is wrong with an answer; whoever gave it has given the task up.
    /// - Returns: The turn that was done.
    /// - Throws: ``Failure``; `CancellationError`.
    func done(
        _ search: Search,
        accepting accept: @Sendable ([String: JSONValue]) -> String? = { _ in nil }
    ) async throws -> TeamTurn {
        while true {
            let turn = try await taken(search)
            if turn.state == .succeeded { return turn }
            if let done = try await carriedOut(turn, search, accepting: accept) { return done }
        }
    }

    /// A turn at a place that somebody has taken and is to be carried out, or that was done before.
    ///
    /// - Throws: ``Failure`` when nobody can be asked, or the member came to no good end; `CancellationError`.
    func taken(_ search: Search) async throws -> TeamTurn {
        while true {
            try Task.checkCancellation()
            let all = try await turns(at: search.place)
            let known = all.filter { !$0.isSettled }
            if let done = known.last(where: { $0.state == .succeeded }) { return done }
            if let failed = known.last(where: { $0.state == .failed }) { throw failure(of: failed) }
            // Who gave it up when the step was tried before is asked again only where there is nobody else.
            let doubtful = Set(all.filter { $0.isSettled && $0.state == .lost }.compactMap(\.member))
            let turn = try await begin(search, after: known, doubtful: doubtful)
            switch turn.state {
            case .running, .succeeded: return turn
            case .lost where turn.isSettled: throw nobody(turn, after: known)
            case .lost, .failed: continue
            case .waiting:
                // Others are at work: that is a sign of life.
                events.report(.heartbeat)
                do {
                    try await team.clock.sleep(for: Self.pollInterval)
                } catch {
                    // It leaves the line.
                    try await end(turn, .stopped("It was stopped while it waited."))
                    throw error
                }
            }
        }
    }

    /// The turns at a place.
    private func turns(at place: String) async throws -> [TeamTurn] {
        try await team.keeping { try await team.turns.turns(of: assignment.task) }
            .filter { $0.place == place }
    }

    private func begin(
        _ search: Search,
        after known: [TeamTurn],
        doubtful: Set<String>
    ) async throws -> TeamTurn {
        // Who was at it before an interruption goes on; only when it cannot, another one is looked for.
        let resumed = known.last(where: \.isOpen)?.member
        var needs = search.needs
        if let resumed { needs.names = [resumed] }
        var refused = search.refused
        for turn in known where turn.state == .lost {
            if let member = turn.member { refused[member] = "has given it up" }
        }
        let fitting = team.members.filter { member in
            guard refused[member.name] == nil, case .fits = needs.fit(of: member) else { return false }
            return true
        }
        for (name, health) in await team.health(of: fitting, in: assignment.workspace) {
            if case .unavailable(let reason) = health { refused[name] = "was not asked: \(reason.asPartOfSentence)" }
        }
        try Task.checkCancellation()
        let request = TurnRequest(
            run: assignment.run,
            task: assignment.task,
            claim: assignment.claim,
            place: search.place,
            input: search.request.digest,
            idempotencyKey: key(of: search.place),
            candidates: fitting.map(\.name).filter { refused[$0] == nil }
        )
        let (members, isForAnother) = (team.members, search.isForAnother)
        CrashPoint.pass()
        defer { CrashPoint.pass() }
        return try await team.keeping {
            try await team.turns.begin(request) { [needs, refused] load in
                var refused = refused
                if isForAnother {
                    for name in load.sameTask where refused[name] == nil {
                        refused[name] = "has another part of the task"
                    }
                }
                return TeamChoice(among: members, for: needs, refused: refused, doubtful: doubtful, load: load)
            }
        }
    }

    /// What the effects at a place are known by: the same whoever does it, so that one that a member made before it died is
    /// recognised when the next one takes over.
    private func key(of place: String) -> String {
        place == "work" ? assignment.idempotencyKey : "\(assignment.idempotencyKey)/\(place)"
    }

    /// Lets the member of a turn do it.
    ///
    /// - Parameters:
    ///   - turn: The turn.
    ///   - search: What was looked for.
    ///   - accept: Says what is wrong with an answer.
    /// - Returns: The turn when it was done; `nil` when the member has given it up.
    /// - Throws: ``Failure`` when it came to no good end; `CancellationError`.
    func carriedOut(
        _ turn: TeamTurn,
        _ search: Search,
        accepting accept: @Sendable ([String: JSONValue]) -> String? = { _ in nil }
    ) async throws -> TeamTurn? {
        guard let member = team.members.first(where: { $0.name == turn.member }) else {
            try await end(turn, .lost("It is not declared any more."))
            return nil
        }
        events.report(.text("\(turn.reason)\n"))
        let worker: (agent: any Agent, assignment: Assignment)
        do throws(AgentError) {
            worker = try team.worker(member, search.request, turn, of: assignment)
        } catch {
            try await end(turn, .lost(error.message))
            return nil
        }
        let attempt = Attempt(
            agent: worker.agent,
            assignment: worker.assignment,
            limits: member.limits,
            stop: StopSignal(),
            events: events
        )
        CrashPoint.pass()
        let ending = await attempt.perform(on: team.clock)
        CrashPoint.pass()
        var done = turn
        switch ending {
        case .succeeded(let outputs, let summary):
            if let objection = accept(outputs) {
                try await end(turn, .lost(objection))
                return nil
            }
            (done.state, done.outputs, done.summary) = (.succeeded, outputs, summary)
            try await end(turn, .succeeded(outputs: outputs, summary: summary))
            return done
        case .failed(let failure) where failure.cause == .failure && !search.isForAnother:
            try await end(turn, .failed(failure.message, outputs: failure.outputs))
            (done.error, done.outputs) = (failure.message, failure.outputs)
            throw self.failure(of: done)
        case .failed(let failure):
            try await end(turn, .lost(failure.message))
            return nil
        case .stopped:
            try await end(turn, .stopped("It was stopped in the middle, with its step."))
            throw CancellationError()
        }
    }

    private func end(_ turn: TeamTurn, _ ending: TurnEnding) async throws {
        CrashPoint.pass()
        try await team.keeping { try await team.turns.end(turn, ending) }
        CrashPoint.pass()
    }

    private func failure(of turn: TeamTurn) -> Failure {
        Failure(message: "'\(turn.member ?? "")' failed: \(turn.error ?? "")", mayPass: false, outputs: turn.outputs)
    }

    /// Why nobody is left, with what all have said.
    private func nobody(_ turn: TeamTurn, after known: [TeamTurn]) -> Failure {
        let lost = known.filter { $0.state == .lost && $0.member != nil }
        guard !lost.isEmpty else { return Failure(message: turn.reason, mayPass: true) }
        let reasons = lost.map { "'\($0.member ?? "")': \($0.error ?? "")" }
        return Failure(
            message: "Nobody is left to take it. \(reasons.joined(separator: " ")) \(turn.reason)",
            mayPass: true
        )
    }

    /// What the step returns: what a member has returned, and who it was and why.
    func result(of turn: TeamTurn, because reason: String? = nil) -> AgentResult {
        var outputs = turn.outputs
        outputs["agent"] = turn.member.map(JSONValue.string)
        outputs["reason"] = .string(reason ?? turn.reason)
        return AgentResult(outputs: outputs, summary: "'\(turn.member ?? "")': \(turn.summary ?? "Done.")")
    }
}

extension String {
    /// A sentence without its end, to go on in another one.
    fileprivate var asPartOfSentence: String { hasSuffix(".") ? String(dropLast()) : self }
}
