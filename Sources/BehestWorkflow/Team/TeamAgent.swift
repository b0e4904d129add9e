/// Gives tasks to a team of agents: who fits best does it, one after the other, or several side by side with a judge.
///
/// Each time that a member is asked is a *turn*, which is recorded before the member begins and when it has ended. A turn that
/// was done is never done again, whatever crashes. A member that dies in the middle, takes too long or is unfit gives the task
/// up, and the next best takes it, under the same idempotency key: an effect that was made before is recognised.
public struct TeamAgent: Agent {
    /// What a step that goes to a program is called in its assignment.
    public static let programName = "team/program"

    /// The words for workflows.
    public let signatures: [AgentSignature]

    let members: [TeamMember]
    let turns: any TurnLog
    let clock: any Clock<Duration>
    private let agents: AgentRegistry
    private let programs: (any Agent)?
    private let health = TeamHealth()

    /// Makes the agent.
    ///
    /// - Parameters:
    ///   - members: The members, in the order in which they go before each other where all else is equal.
    ///   - agents: The agents that members are.
    ///   - programs: Carries out the turns of members that are programs: it is given the arguments, and the input `request`.
    ///   - turns: Where the turns are kept.
    ///   - clock: Measures time.
    public init(
        _ members: [TeamMember],
        agents: [any Agent] = [],
        programs: (any Agent)? = nil,
        turns: any TurnLog = MemoryTurnLog(),
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.members = members
        self.agents = AgentRegistry(agents)
        self.programs = programs
        self.turns = turns
        self.clock = clock
        signatures = TeamWord.allCases.map { $0.signature(members) }
    }

    /// Says whether at least one member is fit for work.
    public func health(in workspace: String) async -> AgentHealth {
        guard !members.isEmpty else { return .ready }
        var reasons: [String] = []
        for (name, health) in await memberHealth(in: workspace) {
            switch health {
            case .ready: return .ready
            case .unavailable(let reason): reasons.append("'\(name)': \(reason)")
            }
        }
        return .unavailable("Nobody of the team is fit for work. \(reasons.joined(separator: " "))")
    }

    /// Says of each member whether it is fit for work.
    ///
    /// - Parameter workspace: Where the work is.
    /// - Returns: The names with what was found, in the order of the members.
    public func memberHealth(in workspace: String) async -> [(name: String, health: AgentHealth)] {
        let found = await health(of: members, in: workspace)
        return members.map { ($0.name, found[$0.name] ?? .ready) }
    }

    func health(of members: [TeamMember], in workspace: String) async -> [String: AgentHealth] {
        await withTaskGroup(of: (String, AgentHealth).self) { group in
            for member in members {
                group.addTask {
                    (member.name, await health.health(of: member, in: workspace) { await ask(member, in: workspace) })
                }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
    }

    private func ask(_ member: TeamMember, in workspace: String) async -> AgentHealth {
        var inputs: [String: JSONValue] = [:]
        if let check = member.check { inputs["check"] = .list(check.map(JSONValue.string)) }
        switch member.work {
        case .program(let arguments): inputs["program"] = .string(arguments.first ?? "")
        case .agent(let name, let constants):
            guard let agent = agents[name] else { return .unavailable("There is no agent '\(name)' here.") }
            let health = await agent.health(for: constants, in: workspace)
            guard health == .ready, member.check != nil else { return health }
        }
        guard let programs else { return .unavailable("Nothing here runs programs.") }
        return await programs.health(for: inputs, in: workspace)
    }

    /// Lets the team do what a step asks of it.
    public func perform(_ assignment: Assignment, events: AgentEvents) async throws -> AgentResult {
        guard let word = TeamWord(rawValue: assignment.agent) else {
            throw AgentError("A team does not know '\(assignment.agent)'. Correct 'uses' in the pack.")
        }
        let order: TeamOrder
        do throws(TeamOrder.Mistake) {
            order = try TeamOrder(word, assignment.inputs, isWhole: true)
        } catch {
            throw AgentError(error.message)
        }
        events.report(.heartbeat)
        let work = TeamWork(team: self, order: order, assignment: assignment, events: events)
        do {
            return switch word {
            case .assign: try await work.assign()
            case .handOver: try await work.handOver()
            case .judge: try await work.judge()
            }
        } catch let failure as TeamWork.Failure {
            // They may be asked again when the step is tried again.
            try await keeping { try await turns.settle(assignment.task, of: assignment.run, claim: assignment.claim) }
            if failure.mayPass { throw AgentError(failure.message, kind: .passing(retryAfter: nil)) }
            return AgentResult(outputs: failure.outputs, summary: "Nothing came of it.", failure: failure.message)
        }
    }

    /// Keeps something in the log.
    ///
    /// - Throws: ``AgentError`` for an error of the journal, which may pass; ``ClaimLost``; `CancellationError`.
    func keeping<Value>(_ work: () async throws -> Value) async throws -> Value {
        do {
            return try await work()
        } catch let error as JournalError {
            throw AgentError(error.description, kind: .passing(retryAfter: nil), cause: error)
        }
    }

    /// Who does a member's work, and with what.
    func worker(
        _ member: TeamMember,
        _ request: TeamRequest,
        _ turn: TeamTurn,
        of assignment: Assignment
    ) throws(AgentError) -> (agent: any Agent, assignment: Assignment) {
        var own = assignment
        own.idempotencyKey = turn.idempotencyKey
        own.attempt = turn.attempts
        own.permissions = member.permissions(for: assignment.permissions)
        own.environment["BEHEST_MEMBER"] = member.name
        switch member.work {
        case .program(let arguments):
            guard let programs else { throw AgentError("Nothing here runs programs, so that '\(member.name)' cannot.") }
            own.agent = Self.programName
            own.arguments = arguments
            own.inputs = ["request": TracedValue(request.json(for: member, turn), from: request.origin)]
            return (programs, own)
        case .agent(let name, let constants):
            guard let agent = agents[name], let signature = agents.signatures.first(where: { $0.name == name }) else {
                throw AgentError("There is no agent '\(name)' here, which '\(member.name)' is to be.")
            }
            let known = signature.required.union(signature.optional)
            own.agent = name
            own.inputs = request.inputs.filter { known.contains($0.key) }
            own.inputs["task"] = TracedValue(.string(request.text), from: request.origin)
            own.inputs.merge(constants.mapValues { TracedValue($0, from: .pack) }) { $1 }
            return (agent, own)
        }
    }
}
