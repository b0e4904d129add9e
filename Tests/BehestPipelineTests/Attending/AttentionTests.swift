import BehestPipeline
import Testing

/// Each test is a picture: what happens in each second above, and what is done about it below.
///
/// Above: `p` press, `r` release, `t` toggle, `m` mute, `u` unmute, `1` `2` `3` the modes continuous, push-to-talk and wake phrase,
/// `(` speech begins, `)` it ends, `?` a question is put, `;` it is answered; of the utterance that ended last: `y` it is for
/// Behest, `n` for nobody, `w` the wake phrase alone, `_` it holds no words. Below: `O` open, `C` close, `H` hold, `L` let go,
/// `F` forget, `K` keep, `D` drop, and the cues `h` `l` `!` `a` `z` `m` `u` `x`.
struct AttentionTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var mode: Attention.Mode
        var happens: String
        var done: String
    }

    @Test(arguments: [
        Case(
            testDescription: "what is said between press and release is held",
            mode: .pushToTalk,
            happens: ". p . . r . p . r",
            done: "   . Hh . . Ll . Hh . Ll"
        ),
        Case(
            testDescription: "a key that repeats itself, and a second release, change nothing",
            mode: .pushToTalk,
            happens: "r p p p r r",
            done: "   . Hh . . Ll ."
        ),
        Case(
            testDescription: "toggle presses if released and the other way round",
            mode: .pushToTalk,
            happens: "t . t t r t p t",
            done: "   Hh . Ll Hh Ll Hh . Ll"
        ),
        Case(
            testDescription: "a lost release ends at the limit",
            mode: .pushToTalk,
            happens: "p . . . . . . r p r",
            done: "   Hh . . . . L! . . Hh Ll"
        ),
        Case(
            testDescription: "repeats do not put the limit off",
            mode: .pushToTalk,
            happens: "p p p p p p r",
            done: "   Hh . . . . L!Hh Ll"
        ),
        Case(
            testDescription: "a press holds in the other modes as well",
            mode: .continuous,
            happens: "( p r ) p r",
            done: "   . Hh Ll . Hh Ll"
        ),
        Case(
            testDescription: "muted, nothing is heard, and a press is answered",
            mode: .continuous,
            happens: "m p r t m u u",
            done: "   FmC x . x . FuO ."
        ),
        Case(
            testDescription: "muting gives up what is held",
            mode: .pushToTalk,
            happens: "p m r u p r",
            done: "   Hh Fm . Fu Hh Ll"
        ),
        Case(
            testDescription: "another mode opens and closes",
            mode: .continuous,
            happens: "2 1 3 2 m 1 u",
            done: "   C O . C Fm . FuO"
        ),
        Case(
            testDescription: "a mode chosen while the key is held counts after it",
            mode: .continuous,
            happens: "p 2 r p r",
            done: "   Hh C Ll Hh Ll"
        ),
        Case(
            testDescription: "without the phrase nothing is kept",
            mode: .wakePhrase,
            happens: "( ) n ( ) n",
            done: "   . . D . . D"
        ),
        Case(
            testDescription: "what follows the phrase is kept, and the next one needs it again",
            mode: .wakePhrase,
            happens: "( ) y ( ) n",
            done: "   . . K . . D"
        ),
        Case(
            testDescription: "nothing after the phrase alone",
            mode: .wakePhrase,
            happens: "( ) w . . . .",
            done: "   . . Da . . . z"
        ),
        Case(
            testDescription: "a command after the phrase alone may be as long as it likes",
            mode: .wakePhrase,
            happens: "( ) w ( . . . . ) y .",
            done: "   . . Da . . . . . . K ."
        ),
        Case(
            testDescription: "a cough after the phrase is not the command",
            mode: .wakePhrase,
            happens: "( ) w ( ) _ .",
            done: "   . . Da . . K z"
        ),
        Case(
            testDescription: "pressing is better than waiting",
            mode: .wakePhrase,
            happens: "( ) w p . r . .",
            done: "   . . Da Hh . Ll . ."
        ),
        Case(
            testDescription: "the phrase that was recognised after muting wakes nobody",
            mode: .wakePhrase,
            happens: "( ) m w u .",
            done: "   . . FmC D FuO ."
        ),
    ])
    func does(_ example: Case) {
        var attention = Attention(example.mode, settings: settings)
        let done = example.happens.split(separator: " ").enumerated().map { second, happening in
            let now = start + .seconds(second)
            let effects = event(happening).map { attention.take($0, at: now) } ?? []
            return effects.isEmpty ? "." : effects.map(Self.letter).joined()
        }
        #expect(done == example.done.split(separator: " ").map(String.init))
    }

    /// Whether what begins at `(` needs the phrase.
    @Test(arguments: [
        (Attention.Mode.continuous, "( )", "."), (.pushToTalk, "( )", "."), (.wakePhrase, "(", "("),
        // Within the time after the phrase, and after it.
        (.wakePhrase, "( ) w . (", "( ( . . ."), (.wakePhrase, "( ) w . . . . (", "( ( . . . . ( ("),
        // The command began while the phrase was still being recognised.
        (.wakePhrase, "( ) ( w )", "( ( ( . ("),
        // One command a phrase.
        (.wakePhrase, "( ) w ( ) y (", "( ( . . ( ( ("),
        // Answers need none, and what began as an answer is one.
        (.wakePhrase, "? ( ) ; (", ". . . ( ("), (.wakePhrase, "? ( ; )", ". . . ("), (.wakePhrase, "( ? )", "( ( ."),
    ])
    func knowsWhatNeedsThePhrase(_ mode: Attention.Mode, _ happens: String, _ needs: String) {
        var attention = Attention(mode, settings: settings)
        var seen: [String] = []
        for (second, happening) in happens.split(separator: " ").enumerated() {
            if let event = event(happening) { _ = attention.take(event, at: start + .seconds(second)) }
            seen.append(attention.needsPhrase ? "(" : ".")
        }
        if mode == .wakePhrase {
            #expect(seen == needs.split(separator: " ").map(String.init))
        } else {
            #expect(!seen.contains("("))
        }
    }

    @Test func holdsFromBeforeThePress() {
        var attention = Attention(.pushToTalk)
        #expect(attention.take(.press, at: start).first == .hold(from: start - .milliseconds(500)))
        let release = start + .seconds(2)
        #expect(attention.take(.release, at: release).first == .letGo(at: release))
    }

    @Test func endsALostReleaseAtTheLimitHoweverLateItIsTold() {
        var attention = Attention(.pushToTalk)
        _ = attention.take(.press, at: start)
        let effects = attention.take(.press, at: start + .seconds(3_600))
        #expect(
            effects == [
                .letGo(at: start + .seconds(60)), .cue(.tooLong),
                .hold(from: start + .seconds(3_600) - .milliseconds(500)), .cue(.holding),
            ]
        )
    }

    @Test func tellsWhereItStands() {
        var attention = Attention(.wakePhrase, settings: settings)
        var states = [attention.state]
        let events: [Attention.Event] = [
            .press, .release, .speechBegan, .speechEnded, .recognised("a", .phraseAlone), .speechBegan, .speechEnded,
            .mute,
            .choose(.pushToTalk), .unmute, .choose(.continuous),
        ]
        for event in events {
            _ = attention.take(event, at: start)
            states.append(attention.state)
        }
        #expect(
            states == [
                .waitingForPhrase, .held, .waitingForPhrase, .waitingForPhrase, .waitingForPhrase, .listening,
                .listening,
                .waitingForPhrase, .muted, .muted, .waitingForKey, .listening,
            ]
        )
    }

    private let start = ContinuousClock.now

    /// Five seconds for the key, and four after the phrase.
    private var settings: Attention.Settings {
        var settings = Attention.Settings()
        settings.longestHold = .seconds(5)
        settings.awakeTime = .seconds(4)
        return settings
    }

    private func event(_ letter: Substring) -> Attention.Event? {
        switch letter {
        case "p": .press
        case "r": .release
        case "t": .toggle
        case "m": .mute
        case "u": .unmute
        case "1": .choose(.continuous)
        case "2": .choose(.pushToTalk)
        case "3": .choose(.wakePhrase)
        case "(": .speechBegan
        case ")": .speechEnded
        case "?": .question(isOpen: true)
        case ";": .question(isOpen: false)
        case "y": .recognised("u", .behest)
        case "n": .recognised("u", .nobody)
        case "w": .recognised("u", .phraseAlone)
        case "_": .recognised("u", .wordless)
        default: .time
        }
    }

    private static func letter(_ effect: Attention.Effect) -> String {
        switch effect {
        case .open: "O"
        case .close: "C"
        case .hold: "H"
        case .letGo: "L"
        case .forget: "F"
        case .keep: "K"
        case .drop: "D"
        case .cue(let cue):
            cue == .tooLong ? "!" : cue == .stillMuted ? "x" : cue == .asleep ? "z" : String(cue.rawValue.prefix(1))
        }
    }
}
