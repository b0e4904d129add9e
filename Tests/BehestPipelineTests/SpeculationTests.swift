import BehestAudio
import Testing

@testable import BehestPipeline

/// Each test is a dialogue with the state machine: events above, what it says is to be done below.
struct SpeculationTests {
    private func utterance(_ id: String, isCutShort: Bool = false) -> Utterance {
        Utterance(id: id, source: "test", start: .zero, samples: [], isCutShort: isCutShort)
    }

    private func text(_ effect: Speculation<String>.Effect) -> String {
        switch effect {
        case .follow(let utterance): "follow \(utterance.id)"
        case .leave: "leave"
        case .forget(let utterance): "forget \(utterance.id)"
        case .recognise(let utterance, let number): "recognise \(utterance.id) as \(number)"
        case .giveUp(let number): "give up \(number)"
        case .settle(let id, let result): "settle \(id) by \(result)"
        case .take(let utterance, let result): "take \(utterance.id): \(result)"
        }
    }

    /// Plays events, and gives what was to be done, in a line for each event.
    private func play(_ events: [Speculation<String>.Event]) -> [[String]] {
        var speculation = Speculation<String>()
        return events.map { speculation.take($0).map(text) }
    }

    @Test func theAnswerIsReadyWhenTheEndIsDecided() {
        let done = play([.pause(utterance("a")), .recognised(1, "stop"), .end(utterance("a"))])
        #expect(done == [["recognise a as 1"], ["settle a by stop"], ["take a: stop"]])
    }

    @Test func theEndWaitsForTheAnswer() {
        let done = play([.pause(utterance("a")), .end(utterance("a")), .recognised(1, "stop")])
        #expect(done == [["recognise a as 1"], [], ["take a: stop"]])
    }

    @Test func whatGoesOnIsRecognisedAnew() {
        let done = play([
            .pause(utterance("a")), .resumption, .recognised(1, "stop"), .pause(utterance("b")),
            .recognised(2, "stop it"),
            .end(utterance("b")),
        ])
        #expect(
            done == [
                ["recognise a as 1"], ["give up 1"], [], ["recognise b as 2"], ["settle b by stop it"],
                ["take b: stop it"],
            ]
        )
    }

    @Test func whatIsKnownAlreadyIsNotGivenUp() {
        let done = play([.pause(utterance("a")), .recognised(1, "stop"), .resumption, .end(utterance("b"))])
        #expect(done == [["recognise a as 1"], ["settle a by stop"], [], ["recognise b as 2"]])
    }

    @Test func whatEndsWithoutAPauseIsRecognisedThen() {
        let done = play([.end(utterance("a")), .recognised(1, "stop")])
        #expect(done == [["recognise a as 1"], ["take a: stop"]])
    }

    @Test func whatBreaksOffInAPauseIsHeardAnew() {
        let done = play([
            .pause(utterance("a")), .recognised(1, "stop"), .end(utterance("a", isCutShort: true)),
            .recognised(2, "stop"),
        ])
        #expect(done == [["recognise a as 1"], ["settle a by stop"], ["recognise a as 2"], ["take a: stop"]])
    }

    @Test func utterancesAreTakenInTheOrderInWhichTheyWereSaid() {
        let done = play([
            .end(utterance("a")), .pause(utterance("b")), .end(utterance("b")), .recognised(2, "second"),
            .recognised(1, "first"),
        ])
        #expect(done[3] == [])
        #expect(done[4] == ["take a: first", "take b: second"])
    }

    @Test func whoeverSpeaksIsFollowedOneStepAtATimeAndTheLatestCounts() {
        let done = play([
            .progress(utterance("a")), .progress(utterance("b")), .progress(utterance("c")), .followed, .followed,
            .progress(utterance("d")),
        ])
        #expect(done == [["follow a"], [], [], ["follow c"], [], ["follow d"]])
    }

    @Test func aPauseInterruptsWhatIsFollowed() {
        let done = play([
            .progress(utterance("a")), .progress(utterance("b")), .pause(utterance("c")), .followed,
            .recognised(1, "stop"), .end(utterance("c")),
        ])
        #expect(done == [["follow a"], [], ["leave", "recognise c as 1"], [], ["settle c by stop"], ["take c: stop"]])
    }

    @Test func whatGoesOnAfterAPauseIsFollowedAgain() {
        let done = play([
            .progress(utterance("a")), .pause(utterance("b")), .resumption, .progress(utterance("c")), .followed,
            .end(utterance("d")),
        ])
        #expect(
            done == [
                ["follow a"], ["leave", "recognise b as 1"], ["give up 1"], [], ["follow c"],
                ["leave", "recognise d as 2"],
            ]
        )
    }

    @Test func whatSomebodyWaitsForComesBeforeWhatIsStillBeingSaid() {
        let done = play([
            .end(utterance("a")), .progress(utterance("b")), .progress(utterance("c")), .recognised(1, "stop"),
            .followed,
        ])
        #expect(done == [["recognise a as 1"], [], [], ["take a: stop", "follow c"], []])
    }

    @Test func whatIsForgottenIsGivenUpOnBothSides() {
        let done = play([
            .progress(utterance("a")), .progress(utterance("b")), .forgotten, .followed, .forgotten,
            .progress(utterance("c")), .followed, .forgotten,
        ])
        #expect(done == [["follow a"], [], ["leave", "forget a"], [], [], ["follow c"], [], ["forget c"]])
    }

    @Test func whatIsOverIsNotForgotten() {
        let done = play([
            .progress(utterance("a")), .followed, .end(utterance("b")), .recognised(1, "stop"), .forgotten,
        ])
        #expect(done == [["follow a"], [], ["recognise b as 1"], ["take b: stop"], []])
    }

    @Test func isIdleOnceAllIsTaken() {
        var speculation = Speculation<String>()
        #expect(speculation.isIdle)
        _ = speculation.take(.end(utterance("a")))
        #expect(!speculation.isIdle)
        _ = speculation.take(.recognised(1, "stop"))
        #expect(speculation.isIdle)
    }
}
