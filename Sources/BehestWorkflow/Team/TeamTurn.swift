public import FoundationEssentials

/// One time that a member of the team was asked, as the journal keeps it.
public struct TeamTurn: Sendable, Hashable, Identifiable {
    /// Where it stands.
    public enum State: String, Sendable, Hashable, Codable, CaseIterable {
        /// Nobody had room for it yet, or had it again after an interruption.
        case waiting
        /// A member is at it.
        case running
        /// The member has answered.
        case succeeded
        /// The member has done it, and came to no good end.
        case failed
        /// The member died in the middle, took too long, or could not be asked; another one may take it.
        case lost
    }

    /// The task.
    public var task: AgentTask.ID
    /// Which turn of the task it is, from 1.
    public var number: Int
    /// What it is for: two turns at the same place are tries at the same work.
    public var place: String
    /// Who was asked; `nil` as long as nobody was.
    public var member: String?
    /// Where it stands.
    public var state: State
    /// Why this member was asked, in words.
    public var reason: String
    /// The digest of what the member was given.
    public var input: String
    /// Under which claim of the run the member was last asked.
    public var claim: Int
    /// How often it was asked: again only where the process that was at it has died.
    public var attempts: Int
    /// What the effects of it are known by.
    public var idempotencyKey: String
    /// What was answered.
    public var outputs: [String: JSONValue]
    /// What was done, in a sentence.
    public var summary: String?
    /// Why it came to no good end.
    public var error: String?
    /// Whether it counts no longer, because the whole step has failed or was stopped since.
    public var isSettled: Bool
    /// When it was asked for.
    public var askedAt: Date
    /// When it ended.
    public var endedAt: Date?

    /// Its identifier: that of the task with the turn's number.
    public var id: String { "\(task).\(number)" }

    /// Whether it is not at its end.
    public var isOpen: Bool { state == .waiting || state == .running }

    /// Makes a turn that nobody has taken yet.
    public init(_ request: TurnRequest, number: Int, at moment: Date) {
        task = request.task
        self.number = number
        place = request.place
        state = .waiting
        reason = ""
        input = request.input
        claim = request.claim
        attempts = 0
        idempotencyKey = request.idempotencyKey
        outputs = [:]
        isSettled = false
        askedAt = moment
    }

    /// Takes in what came of looking for somebody to take it.
    mutating func take(_ choice: TeamChoice, under claim: Int, at moment: Date) {
        self.claim = claim
        if let picked = choice.picked {
            // A reason that was given before an interruption stands.
            if member == nil { reason = choice.reason }
            member = picked.name
            state = .running
            attempts += 1
        } else if choice.busy.isEmpty {
            state = .lost
            reason = choice.reason
            error = choice.reason
            isSettled = member == nil
            endedAt = moment
        } else {
            state = .waiting
        }
    }

    /// Takes in how it ended.
    mutating func end(_ ending: TurnEnding, at moment: Date) {
        endedAt = moment
        switch ending {
        case .succeeded(let outputs, let summary): (state, self.outputs, self.summary) = (.succeeded, outputs, summary)
        case .failed(let reason, let outputs): (state, self.outputs, error) = (.failed, outputs, reason)
        case .lost(let reason): (state, error) = (.lost, reason)
        case .stopped(let reason): (state, error, isSettled) = (.lost, reason, true)
        }
    }
}

/// How a turn ended.
public enum TurnEnding: Sendable, Hashable {
    /// The member has answered.
    case succeeded(outputs: [String: JSONValue], summary: String)
    /// The member has done it, and came to no good end.
    case failed(String, outputs: [String: JSONValue])
    /// The member gave it up.
    case lost(String)
    /// It was stopped together with its step; should that be tried again, the member may be asked again.
    case stopped(String)
}
