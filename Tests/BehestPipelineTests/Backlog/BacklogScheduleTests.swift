import BehestWorkflow
import FoundationEssentials
import Testing

@testable import BehestPipeline

struct BacklogScheduleTests {
    private static let start = Date(timeIntervalSince1970: 1_000_000)

    /// An utterance that was said and tried last so many seconds after the start.
    private static func waiting(_ id: String, said: Double = 0, tried: Double, tries: Int = 1) -> WaitingUtterance {
        WaitingUtterance(
            utterance: UtteranceRecord(
                id: id,
                source: "test",
                start: .zero,
                duration: .seconds(1),
                audioPath: nil,
                createdAt: start + said
            ),
            tries: tries,
            triedAt: start + tried,
            reason: "Nothing answers."
        )
    }

    /// What is to be done at some time, in a word.
    private static func step(
        _ schedule: BacklogSchedule,
        _ waiting: [WaitingUtterance],
        at seconds: Double
    ) -> String {
        switch schedule.step(among: waiting, at: start + seconds) {
        case .attempt(let each): "try \(each.id)"
        case .giveUp(let each): "give up \(each.id)"
        case .wait(let until): until.map { "wait \(Int($0.timeIntervalSince(start)))" } ?? "rest"
        }
    }

    @Test func eachWaitsLongerAfterEachTry() {
        let schedule = BacklogSchedule()
        #expect(Self.step(schedule, [], at: 0) == "rest")
        for (tries, wait) in [(1, 5), (2, 10), (3, 20), (7, 300), (100, 300)] {
            let waiting = [Self.waiting("a", tried: 100, tries: tries)]
            #expect(Self.step(schedule, waiting, at: 100) == "wait \(100 + wait)")
            #expect(Self.step(schedule, waiting, at: 99 + Double(wait)) == "wait \(100 + wait)")
            #expect(Self.step(schedule, waiting, at: 100 + Double(wait)) == "try a")
        }
    }

    @Test func theOldestComesFirstWhenAnyIsDue() {
        let schedule = BacklogSchedule()
        let waiting = [
            Self.waiting("a", said: 0, tried: 50, tries: 4), Self.waiting("b", said: 1, tried: 40),
            Self.waiting("c", said: 2, tried: 30),
        ]
        #expect(Self.step(schedule, waiting, at: 34) == "wait 35")
        #expect(Self.step(schedule, waiting, at: 35) == "try a")
        #expect(Self.step(schedule, waiting, at: 100) == "try a")
    }

    @Test func nothingIsTriedWhileTheEndpointsFail() {
        var schedule = BacklogSchedule()
        let waiting = [Self.waiting("a", tried: 0), Self.waiting("b", said: 1, tried: 0)]
        schedule.failed("a", at: Self.start + 10, since: schedule.timesWorked)
        #expect(Self.step(schedule, waiting, at: 10) == "wait 15")
        schedule.failed("a", at: Self.start + 15, since: schedule.timesWorked)
        #expect(Self.step(schedule, waiting, at: 15) == "wait 25")
        #expect(Self.step(schedule, waiting, at: 25) == "try a")
    }

    @Test func anEndpointThatWorksEndsAllWaiting() {
        var schedule = BacklogSchedule()
        let waiting = [Self.waiting("a", tried: 100, tries: 9), Self.waiting("b", said: 1, tried: 100)]
        schedule.failed("a", at: Self.start + 100, since: schedule.timesWorked)
        #expect(Self.step(schedule, waiting, at: 101) == "wait 105")
        schedule.endpointWorks(at: Self.start + 101)
        #expect(Self.step(schedule, waiting, at: 101) == "try a")
        // The others are due at once, too.
        schedule.endpointWorks(at: Self.start + 102)
        #expect(Self.step(schedule, Array(waiting.dropFirst()), at: 102) == "try b")
        // What was tried since has to wait again.
        #expect(Self.step(schedule, [Self.waiting("a", tried: 103, tries: 10)], at: 104) == "wait 403")
    }

    @Test func aFailureFromBeforeTheEndpointCameBackIsNone() {
        var schedule = BacklogSchedule()
        let waiting = [Self.waiting("a", tried: 10)]
        let before = schedule.timesWorked
        // In the same moment, in which no clock can tell what came first.
        schedule.endpointWorks(at: Self.start + 10)
        schedule.failed("a", at: Self.start + 10, since: before)
        #expect(Self.step(schedule, waiting, at: 10) == "try a")
        schedule.failed("a", at: Self.start + 10, since: schedule.timesWorked)
        #expect(Self.step(schedule, waiting, at: 10) == "wait 15")
    }

    /// While the endpoints work, it is the utterance that fails, and it must not keep the others from being tried for ever.
    @Test func whatFailsAgainAndAgainComesLast() {
        var schedule = BacklogSchedule()
        let waiting = [Self.waiting("a", tried: 0), Self.waiting("b", said: 1, tried: 0)]
        for time in [100.0, 200, 300] {
            #expect(Self.step(schedule, waiting, at: time) == "try a")
            schedule.endpointWorks(at: Self.start + time)
            schedule.failed("a", at: Self.start + time + 1, since: schedule.timesWorked)
            // That they fail afterwards tells nothing about it.
            schedule.failed("a", at: Self.start + time + 10, since: schedule.timesWorked)
        }
        #expect(Self.step(schedule, waiting, at: 400) == "try b")
        #expect(Self.step(schedule, Array(waiting.prefix(1)), at: 400) == "try a")
    }

    @Test func whatIsADayOldIsGivenUp() {
        let schedule = BacklogSchedule()
        let old = Self.waiting("a", tried: 86_399, tries: 300)
        #expect(Self.step(schedule, [old], at: 86_399) == "wait 86400")
        #expect(Self.step(schedule, [old], at: 86_400) == "give up a")
    }
}

struct LatenessTests {
    @Test(arguments: [
        (10.0, false, "A moment ago you said 'x', when nothing could hear it. Shall I do it now?"),
        (65, false, "A minute ago you said 'x', when nothing could hear it. Shall I do it now?"),
        (720, false, "12 minutes ago you said 'x', when nothing could hear it. Shall I do it now?"),
        (
            3 * 3600.0, true,
            "3 hours ago you said 'x', when nothing could hear it. You have said the same since. Shall I do it now?"
        ),
    ])
    func asksWhetherItIsStillMeant(_ age: Double, _ isRepeated: Bool, _ question: String) {
        #expect(Lateness(age: age, isRepeated: isRepeated).question(about: "x") == question)
    }
}
