import BehestGrammar

@testable import BehestSpeech

/// Carries a ``ChainMachine`` out in a time of its own, against endpoints that do what is written down for them.
struct ChainSimulation {
    /// What an endpoint does with an attempt.
    enum Reply: Sendable {
        case answer(after: Double)
        case failure(TranscriptionError, after: Double)
        /// Never anything.
        case hang
    }

    /// An endpoint with what it does, attempt by attempt; the last is repeated.
    struct Endpoint: Sendable {
        var name: String
        var replies: [Reply]
        var settings = ChainLink.Settings()
    }

    let endpoints: [Endpoint]
    var breakers: [CircuitBreaker]
    var now = 0.0
    /// What what was given up nevertheless comes to: the machine must not care.
    var tellsOfTheDead = false

    /// The attempts as lines, such as `0.5 a retry unreachable`, in the order in which they ended.
    private(set) var attempts: [String] = []
    /// The links that the last utterance went to, in the order in which it did.
    private(set) var asked: [Int] = []
    private(set) var outcomes: [ChainMachine.Outcome] = []
    private(set) var signals: [String] = []
    /// What must never happen and did.
    private(set) var breaches: [String] = []
    private(set) var running: Set<Int> = []
    private(set) var answers: [Int: String] = [:]

    private var agenda: [(at: Double, event: ChainMachine.Event)] = []
    private var repliesGiven: [Int: Int] = [:]
    private var dead: Set<Int> = []

    init(_ endpoints: [Endpoint]) {
        self.endpoints = endpoints
        breakers = endpoints.map { CircuitBreaker(settings: $0.settings.breaker) }
    }

    /// Takes one utterance through the chain, to the end of everything that was begun for it.
    ///
    /// - Parameters:
    ///   - cancelling: when nobody wants the answer any more; `nil` for never.
    ///   - chance: gives numbers by chance.
    mutating func transcribe(cancelling: Double? = nil, chance: @escaping @Sendable () -> Double = { 0 }) {
        var machine = ChainMachine(
            endpoints.map { .init(name: $0.name, settings: $0.settings) },
            chance: chance
        )
        let beginning = now
        asked = []
        agenda = [(now, .began)]
        if let cancelling { agenda.append((now + cancelling, .cancelled)) }
        while let index = agenda.indices.min(by: { agenda[$0].at < agenda[$1].at }) {
            let (at, event) = agenda.remove(at: index)
            now = at
            if let number = event.attempt {
                if dead.contains(number), !tellsOfTheDead { continue }
                running.remove(number)
            }
            let wasOver = machine.isOver
            let effects = machine.handle(event, at: .seconds(at), &breakers)
            if wasOver, !effects.isEmpty { breaches.append("\(effects) after the end") }
            for effect in effects { perform(effect, since: beginning) }
        }
        if !running.isSubset(of: dead) { breaches.append("\(running) still run") }
    }

    /// How the last utterance came out: the endpoint that answered, or the error's code.
    var outcome: String {
        switch outcomes.last {
        case .answered(let number): answers[number] ?? "nobody"
        case .failed(let failure): failure.error.code.rawValue
        case .cancelled: "cancelled"
        case nil: "none"
        }
    }

    private mutating func perform(_ effect: ChainMachine.Effect, since beginning: Double) {
        switch effect {
        case .start(let number, let link):
            let endpoint = endpoints[link]
            answers[number] = endpoint.name
            running.insert(number)
            if !asked.contains(link) { asked.append(link) }
            let place = repliesGiven[link, default: 0]
            repliesGiven[link] = place + 1
            switch endpoint.replies[min(place, endpoint.replies.count - 1)] {
            case .answer(let delay): agenda.append((now + delay, .answered(number)))
            case .failure(let error, let delay): agenda.append((now + delay, .failed(number, error)))
            case .hang: if tellsOfTheDead { agenda.append((now + 1000, .answered(number))) }
            }
        case .cancel(let number):
            if !running.contains(number) { breaches.append("\(number) was cancelled and did not run") }
            dead.insert(number)
        case .wait(let timer, let duration): agenda.append((now + duration / .seconds(1), .elapsed(timer)))
        case .tell(let attempt):
            let began = (attempt.began / .seconds(1) * 1000).rounded() / 1000
            attempts.append("\(began) \(attempt.endpoint) \(attempt.cause.rawValue) \(attempt.outcome)")
        case .recovered(let link): signals.append("\(endpoints[link].name) is back")
        case .opened(let link): signals.append("\(endpoints[link].name) rests")
        case .finish(let outcome): outcomes.append(outcome)
        }
    }
}

extension ChainMachine.Event {
    /// The attempt that it tells of.
    fileprivate var attempt: Int? {
        switch self {
        case .answered(let number), .failed(let number, _): number
        case .began, .elapsed, .cancelled, .nothing: nil
        }
    }
}

extension TranscriptionError {
    /// Nothing listens.
    static let unreachable = TranscriptionError(.unreachable, "Nothing answers.", retry: .allowed)
    /// A 500.
    static let broken = TranscriptionError(.failed, "It failed.", retry: .allowed, status: 500)
    /// A page instead of JSON.
    static let page = TranscriptionError(.badAnswer, "It answered with a page.")
    /// A sound that it does not take.
    static let refused = TranscriptionError(.refused, "It does not take the sound.", status: 415)
    /// Text that nobody said.
    static let invented = TranscriptionError(.invented, "What it wrote was not said, as far as can be told.")
    /// A wrong key.
    static let unauthorized = TranscriptionError(.unauthorized, "The key is wrong.", status: 401)

    /// A 429.
    static func limited(_ seconds: Double) -> TranscriptionError {
        TranscriptionError(.limited, "It is asked too much.", retry: .after(.seconds(seconds)), status: 429)
    }
}
