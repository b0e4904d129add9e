import Testing

@testable import BehestTransport

struct TransferClockTests {
    private let start = ContinuousClock.now

    private func clock(grows: Bool = false, firstByte: Duration? = .seconds(10)) throws -> TransferClock {
        var request = HTTPRequest(.post, try HTTPAddress("http://127.0.0.1/"))
        request.timeout = .seconds(15)
        request.firstByteTimeout = firstByte
        if grows { request.upload = HTTPUpload(growing: GrowingBody(), contentType: "audio/wav") }
        return TransferClock(request, now: start)
    }

    private func at(_ seconds: Double) -> ContinuousClock.Instant { start + .seconds(seconds) }

    @Test func theWholeCountsFromTheBeginning() throws {
        let clock = try clock()
        #expect(clock.overrun(at: at(14.9)) == nil)
        #expect(clock.overrun(at: at(15)) == .total)
    }

    @Test func theFirstByteCountsFromWhenAllWasSent() throws {
        var clock = try clock()
        #expect(clock.overrun(at: at(12)) == nil)
        clock.bodySent(at: at(2))
        #expect(clock.overrun(at: at(11.9)) == nil)
        #expect(clock.overrun(at: at(12)) == .firstByte)
        clock.answerBegan()
        #expect(clock.overrun(at: at(12)) == nil)
        #expect(clock.overrun(at: at(15)) == .total)
    }

    @Test func withoutABoundOnTheFirstByteThereIsNone() throws {
        var clock = try clock(firstByte: nil)
        clock.bodySent(at: at(0))
        #expect(clock.overrun(at: at(14.9)) == nil)
        #expect(clock.overrun(at: at(15)) == .total)
    }

    @Test func aBodyThatGrowsMayTakeItsTimeAndTheServerMayNot() throws {
        var clock = try clock(grows: true)
        #expect(clock.overrun(at: at(1_000)) == nil)
        #expect(clock.overrun(at: at(1_000), waitingSince: at(991)) == nil)
        #expect(clock.overrun(at: at(1_000), waitingSince: at(990)) == .sending)
        clock.bodySent(at: at(1_000))
        clock.bodySent(at: at(1_005))
        #expect(clock.overrun(at: at(1_009), waitingSince: at(0)) == nil)
        #expect(clock.overrun(at: at(1_010)) == .firstByte)
        clock.answerBegan()
        #expect(clock.overrun(at: at(1_015)) == .total)
    }

    @Test func aBodyThatGrowsNoMoreIsGivenUp() throws {
        var request = HTTPRequest(.post, try HTTPAddress("http://127.0.0.1/"))
        request.longestPause = .seconds(10)
        request.upload = HTTPUpload(growing: GrowingBody(), contentType: "audio/wav")
        let clock = TransferClock(request, now: start)
        #expect(clock.overrun(at: at(100), pausedSince: at(90.1)) == nil)
        #expect(clock.overrun(at: at(100), pausedSince: at(90)) == .growing)
        // What is whole waits for the server alone.
        #expect(clock.overrun(at: at(100), waitingSince: at(99)) == nil)
    }

    @Test func looksAgainWhenSomethingMayBeOver() throws {
        var clock = try clock()
        #expect(clock.nextLook(after: at(0)) == at(1))
        #expect(clock.nextLook(after: at(14.5)) == at(15))
        clock.bodySent(at: at(2))
        #expect(clock.nextLook(after: at(11.5)) == at(12))
    }
}
