import BehestGrammar
import Testing

@testable import BehestSpeech

struct ChainMachineTests {
    typealias Endpoint = ChainSimulation.Endpoint
    typealias Reply = ChainSimulation.Reply

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var endpoints: [Endpoint]
        var attempts: [String]
        var outcome: String
    }

    static let backup = Endpoint(name: "b", replies: [.answer(after: 0.2)])

    static func first(_ replies: Reply..., change: (inout ChainLink.Settings) -> Void = { _ in }) -> Endpoint {
        var endpoint = Endpoint(name: "a", replies: replies)
        // The breaker has tests of its own.
        endpoint.settings.breaker.failures = 100
        change(&endpoint.settings)
        return endpoint
    }

    static let cases: [Case] = [
        Case(
            testDescription: "the first answers",
            endpoints: [first(.answer(after: 0.1)), backup],
            attempts: ["0.0 a first answered"],
            outcome: "a"
        ),
        Case(
            testDescription: "a refused connection",
            endpoints: [first(.failure(.unreachable, after: 0)), backup],
            attempts: [
                "0.0 a first unreachable", "0.5 a retry unreachable", "1.5 a retry unreachable", "1.5 b next answered",
            ],
            outcome: "b"
        ),
        Case(
            testDescription: "a hang",
            endpoints: [first(.hang), backup],
            attempts: ["0.0 a first timed-out", "10.0 b next answered"],
            outcome: "b"
        ),
        Case(
            testDescription: "a 429 that says when",
            endpoints: [first(.failure(.limited(3), after: 0.1), .answer(after: 0.1)), backup],
            attempts: ["0.0 a first limited", "3.1 a retry answered"],
            outcome: "a"
        ),
        Case(
            testDescription: "a 429 that says an hour",
            endpoints: [first(.failure(.limited(3600), after: 0.1)), backup],
            attempts: ["0.0 a first limited", "0.1 b next answered"],
            outcome: "b"
        ),
        Case(
            testDescription: "a 500 that passes",
            endpoints: [first(.failure(.broken, after: 0.1), .answer(after: 0.1)), backup],
            attempts: ["0.0 a first failed", "0.6 a retry answered"],
            outcome: "a"
        ),
        Case(
            testDescription: "a page instead of JSON",
            endpoints: [first(.failure(.page, after: 0.1)), backup],
            attempts: ["0.0 a first bad-answer", "0.1 b next answered"],
            outcome: "b"
        ),
        Case(
            testDescription: "a wrong key",
            endpoints: [first(.failure(.unauthorized, after: 0.1)), backup],
            attempts: ["0.0 a first unauthorized", "0.1 b next answered"],
            outcome: "b"
        ),
        Case(
            testDescription: "no time is left for another attempt",
            endpoints: [first(.failure(.broken, after: 9.8)), backup],
            attempts: ["0.0 a first failed", "9.8 b next answered"],
            outcome: "b"
        ),
        Case(
            testDescription: "all fail",
            endpoints: [
                first(.failure(.unauthorized, after: 0)), Endpoint(name: "b", replies: [.failure(.page, after: 0)]),
            ],
            attempts: ["0.0 a first unauthorized", "0.0 b next bad-answer"],
            outcome: "unauthorized"
        ),
        Case(
            testDescription: "one does not take the sound, and the other fails",
            endpoints: [
                first(.failure(.refused, after: 0)),
                Endpoint(name: "b", replies: [.failure(.page, after: 0)]),
            ],
            attempts: ["0.0 a first refused", "0.0 b next bad-answer"],
            outcome: "bad-answer"
        ),
        Case(
            testDescription: "none takes the sound",
            endpoints: [
                first(.failure(.refused, after: 0)),
                Endpoint(name: "b", replies: [.failure(.refused, after: 0)]),
            ],
            attempts: ["0.0 a first refused", "0.0 b next refused"],
            outcome: "refused"
        ),
        Case(
            testDescription: "an invention",
            endpoints: [first(.failure(.invented, after: 0.1)), backup],
            attempts: ["0.0 a first invented", "0.1 b next answered"],
            outcome: "b"
        ),
        Case(
            testDescription: "one invents and the other fails",
            endpoints: [
                first(.failure(.invented, after: 0)), Endpoint(name: "b", replies: [.failure(.page, after: 0)]),
            ],
            attempts: ["0.0 a first invented", "0.0 b next bad-answer"],
            outcome: "bad-answer"
        ),
        Case(
            testDescription: "one does not take the sound, and the other invents",
            endpoints: [
                first(.failure(.refused, after: 0)), Endpoint(name: "b", replies: [.failure(.invented, after: 0)]),
            ],
            attempts: ["0.0 a first refused", "0.0 b next invented"],
            outcome: "invented"
        ),
        Case(
            testDescription: "the hedge is faster",
            endpoints: [first(.answer(after: 5)) { $0.hedge = .init(after: .seconds(1)) }, backup],
            attempts: ["1.0 b hedge answered", "0.0 a first cancelled"],
            outcome: "b"
        ),
        Case(
            testDescription: "the hedge is slower",
            endpoints: [first(.answer(after: 1.1)) { $0.hedge = .init(after: .seconds(1)) }, backup],
            attempts: ["0.0 a first answered", "1.0 b hedge cancelled"],
            outcome: "a"
        ),
        Case(
            testDescription: "the hedge is one of a name",
            endpoints: [
                first(.hang) { $0.hedge = .init(after: .seconds(1), other: "c") }, backup,
                Endpoint(name: "c", replies: [.answer(after: 0.1)]),
            ],
            attempts: ["1.0 c hedge answered", "0.0 a first cancelled"],
            outcome: "c"
        ),
        Case(
            testDescription: "the hedge fails and the first goes on",
            endpoints: [
                first(.answer(after: 3)) { $0.hedge = .init(after: .seconds(1)) },
                Endpoint(name: "b", replies: [.failure(.page, after: 0)]), Endpoint(name: "c", replies: [.hang]),
            ],
            attempts: ["1.0 b hedge bad-answer", "0.0 a first answered"],
            outcome: "a"
        ),
        Case(
            testDescription: "the first fails and the hedge goes on",
            endpoints: [
                first(.failure(.page, after: 1.1)) { $0.hedge = .init(after: .seconds(1)) }, backup,
                Endpoint(name: "c", replies: [.answer(after: 0)]),
            ],
            attempts: ["0.0 a first bad-answer", "1.0 b hedge answered"],
            outcome: "b"
        ),
    ]

    @Test(arguments: cases)
    func asksInTheRightOrder(_ each: Case) {
        var simulation = ChainSimulation(each.endpoints)
        simulation.transcribe()
        #expect(simulation.attempts == each.attempts)
        #expect(simulation.outcome == each.outcome)
        #expect(simulation.outcomes.count == 1)
        #expect(simulation.breaches == [])
    }

    @Test func whatRestsIsPassedOverUntilItsTimeHasCome() {
        var failing = Endpoint(name: "a", replies: Array(repeating: .failure(.unreachable, after: 0), count: 3))
        failing.replies.append(.answer(after: 0))
        var simulation = ChainSimulation([failing, Self.backup])
        simulation.transcribe()
        #expect(simulation.attempts.count == 4)
        #expect(simulation.signals == ["a rests"])

        let before = simulation.attempts.count
        simulation.now = 1.6
        simulation.transcribe()
        #expect(simulation.attempts[before...] == ["0.0 b first answered"])
        // Its rest of a second is over; the utterance tries it.
        simulation.now = 30
        simulation.transcribe()
        #expect(simulation.attempts.last == "0.0 a first answered")
        #expect(simulation.signals == ["a rests", "a is back"])
    }

    @Test func thereIsAReasonAlsoWhenAllRest() {
        var simulation = ChainSimulation([Endpoint(name: "a", replies: [.failure(.limited(60), after: 0)])])
        simulation.transcribe()
        simulation.now = 1
        simulation.transcribe()
        guard case .failed(let failure)? = simulation.outcomes.last else {
            Issue.record("it did not fail")
            return
        }
        #expect(failure.error.code == .unreachable)
        #expect(failure.error.retry == .allowed)
        #expect(failure.error.message == "'a' is left alone for a while after failing before.")
        #expect(simulation.attempts == ["0.0 a first limited"])
    }

    @Test func whatRestsMayTakeTheSound() {
        var simulation = ChainSimulation([
            Endpoint(name: "a", replies: [.failure(.refused, after: 0)]),
            Endpoint(name: "b", replies: [.failure(.limited(60), after: 0)]),
        ])
        simulation.transcribe()
        simulation.now = 1
        simulation.transcribe()
        guard case .failed(let failure)? = simulation.outcomes.last else {
            Issue.record("it did not fail")
            return
        }
        #expect(simulation.attempts.last == "0.0 a first refused")
        #expect(failure.error.code == .unreachable)
        #expect(failure.error.status == nil)
        #expect(failure.error.retry == .allowed)
    }

    /// An attempt that began before the breaker opened fails while another utterance finds out whether the endpoint works again.
    @Test func anOlderAttemptDoesNotDisturbATrial() throws {
        var settings = ChainLink.Settings()
        settings.breaker.failures = 1
        settings.retry.retries = 0
        let links = [ChainMachine.Link(name: "a", settings: settings)]
        var breakers = [CircuitBreaker(settings: settings.breaker)]
        var older = ChainMachine(links) { 0 }
        var other = ChainMachine(links) { 0 }
        var trying = ChainMachine(links) { 0 }
        _ = older.handle(.began, at: .zero, &breakers)
        _ = other.handle(.began, at: .zero, &breakers)
        _ = other.handle(.failed(1, .unreachable), at: .zero, &breakers)
        #expect(breakers[0].nextTrial == .seconds(1))
        #expect(trying.handle(.began, at: .seconds(1), &breakers).contains(.start(1, link: 0)))
        _ = older.handle(.failed(1, .unreachable), at: .seconds(2), &breakers)
        #expect(breakers[0].nextTrial == nil, "the trial still goes on")
        #expect(trying.handle(.answered(1), at: .seconds(3), &breakers).contains(.recovered(0)))
    }

    @Test func whoInventsIsNotLeftAlone() {
        var simulation = ChainSimulation([Endpoint(name: "a", replies: [.failure(.invented, after: 0)]), Self.backup])
        for _ in 1...9 { simulation.transcribe() }
        #expect(simulation.attempts.count { $0.hasSuffix(" a first invented") } == 9)
        #expect(simulation.signals == [])
    }

    @Test func theFailureNamesEveryEndpoint() {
        var simulation = ChainSimulation([
            Endpoint(name: "a", replies: [.failure(.unauthorized, after: 0)]),
            Endpoint(name: "b", replies: [.failure(.page, after: 0)]),
        ])
        simulation.transcribe()
        guard case .failed(let failure)? = simulation.outcomes.last else {
            Issue.record("it did not fail")
            return
        }
        #expect(
            failure.error.message
                == "No endpoint gave a transcript. 'a': The key is wrong. 'b': It answered with a page."
        )
        #expect(failure.error.retry == .never)
    }

    /// Whatever endpoints do, whenever it is cancelled, and whatever comes too late.
    @Test(arguments: 0..<400)
    func keepsItsPromises(_ seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let mayRest = Bool.random(using: &generator)
        let endpoints = (0..<Int.random(in: 1...4, using: &generator)).map { index in
            var endpoint = Endpoint(name: "e\(index)", replies: [])
            for _ in 0..<Int.random(in: 1...5, using: &generator) {
                endpoint.replies.append(Self.reply(using: &generator))
            }
            endpoint.settings.breaker.failures = mayRest ? Int.random(in: 1...4, using: &generator) : 1000
            endpoint.settings.retry.retries = Int.random(in: 0...3, using: &generator)
            if Bool.random(using: &generator) {
                endpoint.settings.hedge = .init(after: .seconds(Double.random(in: 0...3, using: &generator)))
            }
            return endpoint
        }
        var simulation = ChainSimulation(endpoints)
        simulation.tellsOfTheDead = Bool.random(using: &generator)
        for utterance in 1...12 {
            simulation.now += Double.random(in: 0...20, using: &generator)
            let isCancelled = Int.random(in: 0..<5, using: &generator) == 0
            let told = simulation.attempts.count
            simulation.transcribe(cancelling: isCancelled ? Double.random(in: 0...4, using: &generator) : nil)

            #expect(simulation.outcomes.count == utterance, "each utterance has one outcome")
            #expect(simulation.breaches == [])
            let attempts = simulation.attempts[told...]
            let answered = attempts.count { $0.hasSuffix("answered") }
            let hasAnswer = if case .answered? = simulation.outcomes.last { true } else { false }
            #expect(answered == (hasAnswer ? 1 : 0), "one answer counts, and no other")
            // One whose rest is over meanwhile may be asked after those behind it.
            if !mayRest { #expect(simulation.asked == simulation.asked.sorted()) }
            let causes = attempts.filter { $0.contains(" first ") }.count
            #expect(causes == (attempts.isEmpty ? 0 : 1))
        }
    }

    private static func reply(using generator: inout SeededGenerator) -> Reply {
        let delay = Double.random(in: 0...12, using: &generator)
        switch Int.random(in: 0..<9, using: &generator) {
        case 0: return .failure(.unreachable, after: 0)
        case 1: return .failure(.broken, after: delay)
        case 2: return .failure(.limited(delay / 2), after: delay / 10)
        case 3: return .failure(.page, after: delay)
        case 4: return .failure(.refused, after: delay)
        case 5: return .hang
        case 6: return .failure(.invented, after: delay)
        default: return .answer(after: delay)
        }
    }
}
