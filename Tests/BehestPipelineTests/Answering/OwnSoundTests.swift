import BehestAudio
import Testing

@testable import BehestPipeline

/// Telling Behest's own sound from what a person says, as pictures: a character is 100 ms.
///
/// `s` is when Behest speaks, `e` when it plays an earcon, `h` when something is heard.
struct OwnSoundTests {
    private let start = ContinuousClock.now

    private func interval(of mark: Character, in picture: String) -> Range<ContinuousClock.Instant>? {
        let places = picture.enumerated().filter { $0.element == mark }.map(\.offset)
        guard let first = places.first, let last = places.last else { return nil }
        return start + .milliseconds(100 * first)..<start + .milliseconds(100 * (last + 1))
    }

    /// What is judged of words that were heard, when Behest sounded as the one picture says, and something was heard as the other.
    private func judge(
        _ words: String,
        said: String = "Deploy web to staging. Confirm?",
        own: String,
        heard: String,
        isOver: Bool = true
    ) throws -> OwnSound.Judgement {
        var sound = OwnSound()
        for (mark, kind) in [("s", OwnSound.Sound.speech(said)), ("e", .earcon(.asked))]
            as [(Character, OwnSound.Sound)]
        {
            guard let interval = interval(of: mark, in: own) else { continue }
            sound.begin(kind, at: interval.lowerBound)
            if isOver { sound.end(at: interval.upperBound) }
        }
        return sound.judge(words, heard: try #require(interval(of: "h", in: heard)))
    }

    @Test func whatIsHeardInSilenceIsAPersons() throws {
        #expect(try judge("Deploy web to staging.", own: "", heard: "  hhhhhhhh") == .person)
        // Also long after the same was spoken.
        let own = "ssssssssss"
        #expect(
            try judge("Deploy web to staging, confirm.", own: own, heard: "                               hhhhh")
                == .person
        )
    }

    @Test(arguments: [
        "Deploy web to staging. Confirm?", "deploy web to staging conform", "The ploy web to staging", "web to staging",
        "Deploy weapt staging, confirm.", "confirm", "", "deploy web two staging",
    ])
    func whatBehestSaysIsItsOwnHoweverItIsWritten(words: String) throws {
        #expect(try judge(words, own: " ssssssssssss", heard: "  hhhhhhhhhhh") == .own)
    }

    @Test(arguments: [
        ("Filed bug 7: the save button does nothing.", "Filed bug seven, the safe button does nothing."),
        ("There are 12 tests, and 3 failed.", "There are twelve tests and three failed."),
        ("'run the tests' was done.", "Run the tests was done."),
        ("Opened UserStore.swift.", "Opened user store swift."),
    ])
    func numbersAndNamesAreComparedAsTheySound(said: String, words: String) throws {
        #expect(try judge(words, said: said, own: "ssssssssssssssssss", heard: "hhhhhhhhhhhhhhhhhh") == .own)
    }

    @Test(arguments: [
        ("deploy web never mind staging confirm", ["never mind"]),
        ("stop", ["stop"]),
        ("deploy web to staging stop it", ["stop it"]),
        ("yes deploy web to staging confirm", ["yes"]),
        ("deploy web to staging confirm no I said production", ["no i said production"]),
        ("cancel that deploy web to staging run the tests", ["cancel that", "run the tests"]),
    ])
    func whatAPersonSaysMeanwhileStays(words: String, others: [String]) throws {
        #expect(try judge(words, own: "ssssssssssssssss", heard: "  hhhhhhhhhhhh") == .both(others, goesOn: false))
        // Speech that is not over yet counts as well.
        #expect(try judge(words, own: "s", heard: "  hhhhhhhhhhhh", isOver: false) == .both(others, goesOn: false))
    }

    @Test(arguments: [("ssssssssss", true), ("ssssssssssssssssssss", false)])
    func whoeverGoesOnWhereBehestEndsIsHeard(own: String, goesOn: Bool) throws {
        let words = "what went wrong the save button does nothing"
        let judgement = try judge(words, said: "What went wrong?", own: own, heard: "  hhhhhhhhhhhhhhhhhhhh")
        guard case .both(let others, goesOn: goesOn) = judgement else {
            Issue.record("\(judgement)")
            return
        }
        #expect(others.last?.hasSuffix("save button does nothing") == true)
    }

    /// How a recogniser writes espeak-ng: what is misheard is at most what interrupts nothing.
    @Test(arguments: [
        ("Deploy web to staging. Shall I?", "The Lloyd Webb gestaging shall I?"),
        ("That sounds like bug 4. Add to it?", "That sounds like but for and so it."),
        ("Press the key, or say 'violet harbour'.", "Press the key or say my little harbor."),
        ("All right, nothing was done.", "Alright, nothing was done."),
    ])
    func whatIsMisheardDoesNotGoOn(said: String, words: String) throws {
        switch try judge(words, said: said, own: "ssssssssssssssssssss", heard: "  hhhhhhhhhhhhhhhhhhhh") {
        case .own, .both(_, goesOn: false): break
        case let judgement: Issue.record("\(judgement)")
        }
    }

    @Test func anAnswerAfterTheQuestionIsAPersons() throws {
        let said = "Deploy web to staging. Say yes or no."
        for answer in ["yes", "no", "no thanks", "yes please"] {
            #expect(try judge(answer, said: said, own: "ssssssssss", heard: "             hhhh") == .person)
        }
    }

    /// The text alone tells as well, when the sound comes in late.
    @Test func anEchoIsBehestsOwn() throws {
        let words = "deploy web to staging confirm"
        #expect(try judge(words, own: "ssssssssss", heard: "                 hhhhhhhhh") == .own)
        #expect(
            try judge("deploy the api to production", own: "ssssssssss", heard: "                 hhhhhhhhh") == .person
        )
    }

    @Test func anEarconIsNoSpeech() throws {
        #expect(try judge("You", own: "  ee", heard: "  hhh") == .own)
        // Whoever speaks on is heard.
        #expect(try judge("Run the tests.", own: "  ee", heard: "  hhhhhhhhhhhhhhhh") == .person)
    }

    @Test func whatWasSoundedIsForgotten() throws {
        var sound = OwnSound()
        for minute in 0..<1_000 {
            let time = start + .seconds(60 * minute)
            sound.begin(.speech("Done."), at: time)
            sound.end(at: time + .seconds(1))
        }
        #expect(sound.remembered < 5)
        #expect(!sound.isSpeaking(at: start))
        #expect(sound.isSpeaking(at: start + .seconds(60 * 999 + 1)))
    }
}
