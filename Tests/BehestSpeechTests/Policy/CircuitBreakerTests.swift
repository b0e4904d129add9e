import Testing

@testable import BehestSpeech

struct CircuitBreakerTests {
    @Test func opensAfterFailuresInARow() {
        var breaker = CircuitBreaker()
        breaker.fail(at: .zero)
        breaker.fail(at: .zero)
        let wasOpen = breaker.succeed()
        #expect(!wasOpen)
        for _ in 1...2 { breaker.fail(at: .seconds(1)) }
        #expect(breaker.admits(at: .seconds(1)))
        breaker.fail(at: .seconds(1))
        #expect(!breaker.admits(at: .seconds(1)))
        #expect(breaker.nextTrial == .seconds(2))
    }

    @Test func admitsOneTrialAtATime() {
        var breaker = Self.opened()
        #expect(!breaker.admits(at: .milliseconds(999)))
        #expect(breaker.admits(at: .seconds(1)))
        let trial = breaker.begin(at: .seconds(1))
        #expect(trial != nil)
        #expect(!breaker.admits(at: .seconds(1)))
        #expect(breaker.nextTrial == nil)
        let wasOpen = breaker.succeed()
        #expect(wasOpen)
        #expect(breaker.isClosed)
    }

    @Test func restsTwiceAsLongEachTimeUpToALimit() {
        var breaker = Self.opened()
        var now = Duration.zero
        var rests: [Duration] = []
        for _ in 1...8 {
            guard let trial = breaker.nextTrial else { break }
            rests.append(trial - now)
            now = trial
            let number = breaker.begin(at: now)
            breaker.fail(number, at: now)
        }
        #expect(rests == [1, 2, 4, 8, 16, 32, 60, 60].map { .seconds($0) })
    }

    @Test func restsAsLongAsItIsAsked() {
        var breaker = CircuitBreaker()
        breaker.fail(at: .seconds(1), wantingRest: .seconds(3600))
        #expect(breaker.nextTrial == .seconds(3601))
    }

    @Test func aTrialThatIsGivenUpTellsNothing() {
        var breaker = Self.opened()
        let trial = breaker.begin(at: .seconds(1))
        breaker.abandon(trial, at: .seconds(2))
        #expect(!breaker.isClosed)
        #expect(breaker.admits(at: .seconds(2)))
        var closed = CircuitBreaker()
        closed.abandon(nil, at: .zero)
        #expect(closed.isClosed)
    }

    /// Neither what began before it opened nor an earlier trial ends the one that goes on.
    @Test func onlyTheTrialItselfGivesTheTrialUp() {
        var breaker = CircuitBreaker()
        let old = breaker.begin(at: .zero)
        #expect(old == nil)
        for _ in 1...3 { breaker.fail(at: .zero) }
        let first = breaker.begin(at: .seconds(1))
        breaker.abandon(old, at: .seconds(2))
        #expect(!breaker.admits(at: .seconds(100)))

        _ = breaker.succeed()
        for _ in 1...3 { breaker.fail(at: .seconds(3)) }
        let second = breaker.begin(at: .seconds(10))
        breaker.abandon(first, at: .seconds(11))
        #expect(!breaker.admits(at: .seconds(100)))
        breaker.abandon(second, at: .seconds(12))
        #expect(breaker.nextTrial == .seconds(12))
    }

    /// What began before it opened ends neither the trial that goes on nor makes it rest longer.
    @Test func onlyTheTrialItselfFailsTheTrial() {
        var breaker = Self.opened()
        let trial = breaker.begin(at: .seconds(1))
        breaker.fail(nil, at: .seconds(2))
        breaker.fail(nil, at: .seconds(2), wantingRest: .seconds(3600))
        #expect(breaker.nextTrial == nil)
        #expect(!breaker.admits(at: .seconds(100)))
        breaker.fail(trial, at: .seconds(3))
        // Twice as long as the first time, and not four times.
        #expect(breaker.nextTrial == .seconds(5))
    }

    private static func opened() -> CircuitBreaker {
        var breaker = CircuitBreaker()
        for _ in 1...3 { breaker.fail(at: .zero) }
        return breaker
    }
}

struct RetryPolicyTests {
    struct Case: Sendable {
        var error: TranscriptionError
        var attempts: Int
        var chance = 0.0
        var delay: Duration?
    }

    static let cases = [
        Case(error: .unreachable, attempts: 1, delay: .milliseconds(500)),
        Case(error: .unreachable, attempts: 2, delay: .seconds(1)),
        Case(error: .unreachable, attempts: 3, delay: nil),
        Case(error: .unreachable, attempts: 1, chance: 1, delay: .milliseconds(375)),
        Case(error: .page, attempts: 1, delay: nil),
        Case(error: .limited(0), attempts: 1, delay: .zero),
        Case(error: .limited(8), attempts: 1, chance: 1, delay: .seconds(8)),
        Case(error: .limited(8.5), attempts: 1, delay: nil),
    ]

    @Test(arguments: cases)
    func waitsAsTheClientLibrariesDo(_ each: Case) {
        #expect(RetryPolicy().delay(after: each.error, attempts: each.attempts, chance: each.chance) == each.delay)
    }

    @Test func theWaitHasALimit() {
        var policy = RetryPolicy()
        policy.retries = 100
        #expect(policy.delay(after: .unreachable, attempts: 5, chance: 0) == .seconds(8))
        #expect(policy.delay(after: .unreachable, attempts: 90, chance: 0) == .seconds(8))
    }
}
