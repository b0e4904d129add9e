import Testing

@testable import behest

/// The key to talk, of which only presses are known: a character is 50 ms, `x` a press that the terminal tells of.
struct TalkKeyTests {
    /// What comes of presses, at their time; after each that may go on the key is looked at again when it has a right to be.
    private func acts(_ presses: String) -> String {
        let start = ContinuousClock.now
        var key = TalkKey()
        var isHeld = false
        var looks: [ContinuousClock.Instant] = []
        var acts = ""
        for (index, character) in presses.enumerated() {
            let now = start + .milliseconds(50) * index
            var act: Character = "."
            if looks.first == now {
                looks.removeFirst()
                if key.isLetGo(at: now) { (isHeld, act) = (false, "e") }
            }
            if character == "x" {
                switch key.press(isHeld: isHeld, at: now) {
                case .begin: (isHeld, act) = (true, "b")
                case .end: (isHeld, act) = (false, "e")
                case .wait: looks.append(now + TalkKey.gap)
                }
            }
            acts.append(act)
        }
        return acts
    }

    @Test func oneTapBeginsAndAnotherEnds() {
        #expect(acts("x...................x...........x") == "b...................e...........b")
    }

    @Test func aKeyThatIsHeldEndsWhenItIsLetGo() {
        // It repeats itself after half a second.
        #expect(acts("x.........xxxxxxxxxx............") == "b........................e......")
        // Slowly, as the slowest keyboards do.
        #expect(acts("x............x...x...x..........") == "b..........................e....")
    }

    @Test func whoTapsTwiceInHasteEndsAsWell() {
        #expect(acts("x...x...............x") == "b.........e.........b")
    }

    @Test func aKeyThatRepeatsItselfIsPressedOnce() {
        var key = TalkKey()
        let start = ContinuousClock.now
        let times = [0, 500, 530, 560, 2_000].map { start + .milliseconds($0) }
        #expect(times.map { key.isRepeat(at: $0) } == [false, true, true, true, false])
    }
}
