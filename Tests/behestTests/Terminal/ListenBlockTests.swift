import BehestAudio
import BehestPipeline
import FoundationEssentials
import Testing

@testable import behest

/// What stands at the bottom of the terminal, for what is going on.
struct ListenBlockTests {
    private let now = Date(timeIntervalSince1970: 1_000)

    private var listening: ListenBlock {
        var block = ListenBlock(at: now)
        block.source = .open
        return block
    }

    private func question(
        _ text: String,
        _ kind: ListenBlock.Question.Kind,
        meaning: String? = nil
    ) -> ListenBlock.Question {
        ListenBlock.Question(
            id: 1,
            text: text,
            kind: kind,
            meaning: meaning,
            since: now,
            expiresAt: now.addingTimeInterval(23.4)
        )
    }

    private func lines(_ block: ListenBlock, _ columns: Int = 80, rows: Int = 24, after seconds: Double = 0) -> [String]
    {
        block.lines(
            columns: columns,
            rows: rows,
            at: now.addingTimeInterval(seconds),
            style: Style(isTerminal: false, environment: [:])
        )
    }

    @Test func aFirstTimeUserIsToldWhatToSay() {
        var block = listening
        block.examples = ["run the tests", "file a bug"]
        #expect(
            lines(block) == [
                #"              Say for example "run the tests"."#, "  ··········  listening   [?] help  [q] end",
            ]
        )
        block.hears(SoundLevel(of: [0.1]))
        block.take(.speechBegan, at: now)
        #expect(lines(block) == ["  ███████···  hearing   [?] help  [q] end"])
    }

    @Test func whatIsSaidIsShownWithWhatItMayMean() {
        var block = listening
        block.isHearing = true
        block.partial = "file a critical bug saying the clock is"
        block.meaning = "FileBug, severity = critical, summary = the clock is"
        #expect(
            lines(block) == [
                "  hearing     file a critical bug saying the clock is",
                "  perhaps     FileBug, severity = critical, summary = the clock is",
                "  ··········  hearing   [?] help  [q] end",
            ]
        )
        // Of what is long the end is new.
        #expect(lines(block, 30)[0] == "  hearing …aying the clock is")
    }

    @Test func aQuestionSaysWhichKeysAnswerItAndHowLongItWaits() {
        var block = listening
        block.question = question("Deploy web to staging. Confirm?", .agreement, meaning: "Deploy, service = web")
        #expect(
            lines(block) == [
                "  meaning     Deploy, service = web", "  asks        Deploy web to staging. Confirm?",
                "  ··········  asking, 24 s   [y] yes  [n] no  [r] again  [?] help  [q] end",
            ]
        )
        #expect(lines(block, 40).last == "  ······  asking, 24 s  [y] yes  [n] no")
        #expect(lines(block, after: 30).last?.contains("asking, 0 s") == true)
        block.question = question("What went wrong?", .text)
        #expect(lines(block).last == "  ··········  writing down, 24 s   [Enter] done  [n] never mind  [?] help")
        block.question = question("Which service?", .value)
        #expect(lines(block).last == "  ··········  asking, 24 s   [n] never mind  [r] again  [?] help  [q] end")
    }

    @Test func wordsToBeReadBackAreNeverCut() {
        var block = listening
        block.question = question(
            "Deploy web to production. This can do harm. Press the key, or say 'river candle'.",
            .agreement,
            meaning: "Deploy"
        )
        block.partial = "reefer"
        for columns in [40, 80] {
            let shown = lines(block, columns)
            #expect(shown.count <= 5)
            #expect(shown.map { $0.dropFirst(2) }.joined(separator: " ").contains("candle"), "\(shown)")
        }
    }

    @Test func whatIsDoneIsShownWithItsTime() {
        var block = listening
        block.runs = [
            ListenBlock.Run(id: "a", words: "run the tests", began: now.addingTimeInterval(-72)),
            ListenBlock.Run(id: "b", words: "git status", began: now.addingTimeInterval(-3)),
        ]
        #expect(
            lines(block) == [
                "  running     git status 3 s · run the tests 1 min",
                "  ··········  listening   [s] stop all  [?] help  [q] end",
            ]
        )
    }

    @Test func withoutAMicrophoneItSaysWhyAndWhatToDo() {
        var block = listening
        block.take(.condition(.muted("Yeti")), at: now)
        #expect(lines(block).last?.contains("no sound") == true)
        #expect(lines(block).joined().contains("It may be muted"))
        block.source = .lost("There is no microphone. Plug one in.")
        #expect(
            lines(block) == [
                "              There is no microphone. Plug one in.", "  no microphone   [?] help  [q] end",
            ]
        )
        block.take(.condition(.listening(to: "Yeti")), at: now)
        #expect(lines(block).last == "  ··········  listening   [?] help  [q] end")
    }

    @Test func whenNothingIsSaidForLongItSaysWhatMayBeWrong() {
        var block = listening
        block.examples = ["run the tests", "file a bug", "git status"]
        #expect(!lines(block, after: 29).joined().contains("Nothing"))
        #expect(lines(block, after: 31)[0].contains("Nothing was heard for 31 s. There was only silence;"))
        block.hears(SoundLevel(of: [0.00126]))
        #expect(lines(block, after: 120)[0].contains("Nothing was heard for 2 min. The loudest was -58 dB;"))
        block.hears(SoundLevel(of: [0.1]))
        #expect(lines(block, after: 120)[0].contains(#"There was no speech for 2 min. You can say "git status"."#))
        block.take(.speechBegan, at: now.addingTimeInterval(120))
        block.take(.speechEnded, at: now.addingTimeInterval(122))
        #expect(lines(block, after: 122) == ["  ███████···  thinking   [?] help  [q] end"])
        block.take(.failure("no"), at: now.addingTimeInterval(123))
        #expect(lines(block, after: 124).count == 1)
    }

    @Test func modesShowWhatTheyWaitFor() {
        var block = listening
        block.hasModes = true
        let states: [(ListenBlock.Attending, String)] = [
            (.always, "listening   [m] mute"), (.onKey, "push to talk   [Space] talk"),
            (.held, "speak now   [Space] done"),
            (.onPhrase("hey behest"), "waiting to be called   [m] mute"), (.muted, "muted   [m] listen"),
        ]
        for (attending, state) in states {
            block.attending = attending
            #expect(lines(block).last == "  ··········  \(state)  [?] help  [q] end")
        }
        block.attending = .onPhrase("hey behest")
        #expect(lines(block)[0].hasSuffix(#"Begin with "hey behest", or press Space and speak."#))
    }

    @Test func whatWasBeingSaidWhenItWasMutedIsShownNoLonger() {
        var block = listening
        block.take(.speechBegan, at: now)
        block.partial = "file a bug"
        block.attend(.muted)
        #expect(lines(block) == ["  ··········  muted   [?] help  [q] end"])
        block.attend(.always)
        #expect(lines(block).last == "  ··········  listening   [?] help  [q] end")
    }

    @Test func whatIsNotForBehestIsThoughtAboutNoLonger() {
        var block = listening
        block.take(.speechBegan, at: now)
        block.take(.speechEnded, at: now)
        #expect(lines(block).last?.contains("thinking") == true)
        block.take(.ignored, at: now)
        #expect(lines(block).last?.contains("listening") == true)
    }

    @Test func anUtteranceOfWhichNothingIsToldIsNotThoughtAboutForEver() {
        var block = listening
        block.take(.speechBegan, at: now)
        block.take(.speechEnded, at: now)
        #expect(lines(block, after: 14).last?.contains("thinking") == true)
        #expect(lines(block, after: 16).last?.contains("listening") == true)
    }

    /// The report on what was said first comes when somebody speaks again already.
    @Test func whatIsBeingSaidStaysWhenWhatWasSaidBeforeIsDone() {
        var block = listening
        block.take(.speechBegan, at: now)
        block.take(.speechEnded, at: now)
        block.take(.speechBegan, at: now)
        block.partial = "file a bug"
        block.take(.failure("no"), at: now)
        #expect(lines(block) == ["  hearing     file a bug", "  ··········  hearing   [?] help  [q] end"])
    }

    @Test func aKeyThatWasPressedBeforeItsQuestionCouldBeReadIsNotItsAnswer() {
        var block = listening
        block.question = question("Confirm?", .agreement)
        #expect(!block.takes(.confirm, at: now.addingTimeInterval(0.3)))
        #expect(!block.takes(.cancel, at: now.addingTimeInterval(0.3)))
        #expect(block.takes(.stopAll, at: now))
        #expect(block.takes(.confirm, at: now.addingTimeInterval(0.5)))
    }

    private static let texts = [
        "deploy web to staging", String(repeating: "incomprehensibilities", count: 20),
        String(repeating: "漢字かな交じり文", count: 30), "مرحبا بالعالم שלום עולם " + String(repeating: "שלום ", count: 40),
        String(repeating: "e\u{301}\u{302}\u{303}", count: 100), String(repeating: "👩‍👩‍👧🇩🇪❤️", count: 30),
        "\u{1B}[2J\u{1B}]0;title\u{7}\u{9B}31m\r\n\ttext\u{202E}txet\u{2028}", "\u{0}\u{7F}\u{85}\u{200F}\u{FEFF}", "",
    ]

    /// Whatever is said, by whomever: never wider than the terminal, never more than five lines, nothing that steers it.
    @Test(arguments: texts, [1, 2, 3, 10, 39, 40, 80, 200])
    func fitsAndSteersNothing(_ text: String, _ columns: Int) {
        var block = listening
        (block.partial, block.meaning) = (text, text)
        block.runs = [ListenBlock.Run(id: "a", words: text, began: now)]
        for rows in [1, 3, 4, 12] {
            for step in 0..<4 {
                switch step {
                case 0: block.source = .lost(text)
                case 1: block.source = .open
                case 2: block.question = question(text, .agreement, meaning: text)
                default: block.partial = nil
                }
                let shown = lines(block, columns, rows: rows)
                #expect(shown.count <= max(1, min(5, rows - 2)))
                var screen = Screen(columns: columns, rows: rows)
                for line in shown {
                    #expect(line.columns < max(2, columns), "\(line.debugDescription)")
                    screen.write(line)
                    screen.write("\r\n")
                }
                #expect(screen.faults.isEmpty)
            }
        }
    }
}

/// When lines are redrawn and keys taken.
struct ListenMannerTests {
    private func manner(
        _ environment: [String: String],
        plain: Bool = false,
        json: Bool = false,
        terminal: Bool = true
    ) -> [Bool] {
        let manner = ListenManner(isPlain: plain, isJSON: json, isTerminal: terminal, environment: environment)
        return [manner.isLive, manner.takesKeys]
    }

    @Test func linesAreRedrawnOnlyWhereThatIsWantedAndCanBe() {
        #expect(manner(["TERM": "xterm"]) == [true, true])
        #expect(manner(["TERM": "xterm", "BEHEST_PLAIN": "0", "ACCESSIBLE": ""]) == [true, true])
        // Keys are of use to whoever wants lines only.
        #expect(manner(["TERM": "xterm"], plain: true) == [false, true])
        #expect(manner(["TERM": "xterm", "BEHEST_PLAIN": "1"]) == [false, true])
        #expect(manner(["TERM": "xterm", "ACCESSIBLE": "1"]) == [false, true])
        #expect(manner(["TERM": "dumb"]) == [false, false])
        #expect(manner([:]) == [false, false])
        #expect(manner(["TERM": "xterm"], json: true) == [false, false])
        #expect(manner(["TERM": "xterm"], terminal: false) == [false, false])
    }
}
