import BehestAudio
import Testing

/// Each test is a picture: a character a hop, what the detector says above, what is done in the middle, what comes of it below.
///
/// Above: `.` silence, `-` between the thresholds, `s` speech. In the middle, before the hop is heard: `h` holds from two hops
/// before, `l` lets go, `L` does so in six hops, `f` forgets, `c` closes, `o` opens. Below: `(` to `)` an utterance, `[` to `]` one that
/// was held, `0` where one that was held is over without speech.
struct HeldSpeechTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var heard: String
        var done: String
        var cut: String
    }

    @Test(arguments: [
        Case(
            testDescription: "what is held is one utterance, whatever its pauses",
            heard: "......sss..............sss....",
            done: "....h.......................l.",
            cut: "..[==========================]"
        ),
        Case(
            testDescription: "silence at its ends is cut down",
            heard: "..............sss...............",
            done: "....h..........................l",
            cut: ".........[===========].........."
        ),
        Case(
            testDescription: "silence is nothing",
            heard: "....................",
            done: "....h..........l....",
            cut: ".................0.."
        ),
        Case(
            testDescription: "a click is nothing",
            heard: ".......s............",
            done: "....h..........l....",
            cut: ".................0.."
        ),
        Case(
            testDescription: "less is taken for speech than where it begins by itself",
            heard: "......----..........",
            done: "....h..........l....",
            cut: "..[===========]....."
        ),
        Case(
            testDescription: "a word before the press belongs to it",
            heard: "..sss...............",
            done: "c...h..........l....",
            cut: "..[======].........."
        ),
        Case(
            testDescription: "it ends soon after it is let go, in the middle of speech too",
            heard: "......ssssssssssssss",
            done: "....h....L..........",
            cut: "..[==============]()"
        ),
        Case(
            testDescription: "when it is quiet it ends sooner",
            heard: "......sss...........",
            done: "....h.......L.......",
            cut: "..[==========]......"
        ),
        Case(
            testDescription: "a press before the end goes on",
            heard: "......sss......sss..........",
            done: "....h.......Lh.........l....",
            cut: "..[===================]....."
        ),
        Case(
            testDescription: "speech that began by itself becomes the beginning of it",
            heard: "...sssssss......sss.........",
            done: "........h..............l....",
            cut: ".[=====================]...."
        ),
        Case(
            testDescription: "afterwards utterances begin by themselves again",
            heard: "......sss......sssss........",
            done: "....h.......l...............",
            cut: "..[==========](======)......"
        ),
        Case(
            testDescription: "closed, nothing begins by itself, and what is going on goes on",
            heard: "...sssss......sssss.......",
            done: ".....c....................",
            cut: ".(=======)................"
        ),
        Case(
            testDescription: "what is forgotten is no part of anything",
            heard: "...sssssssss...........",
            done: "......f................",
            cut: "......(======)........."
        ),
        Case(
            testDescription: "the stream ends while it is held",
            heard: "......sss...",
            done: "....h.......",
            cut: "..[========]"
        ),
    ])
    func cuts(_ example: Case) {
        #expect(picture(of: example) == example.cut)
    }

    private var settings: Segmenter.Settings {
        var settings = Segmenter.Settings.small
        settings.historyHops = 8
        settings.heldSilenceHops = 5
        settings.heldTailHops = 3
        return settings
    }

    private func picture(of example: Case) -> String {
        var segmenter = Segmenter(settings: settings)
        var cut = [Character](repeating: ".", count: example.heard.count)
        func draw(_ segment: Segmenter.Segment?, at hop: Int) {
            guard let segment else { return }
            guard segment.holdsSpeech else { return cut[hop] = "0" }
            for hop in segment.hops { cut[hop] = "=" }
            cut[segment.hops.lowerBound] = segment.isHeld ? "[" : "("
            cut[segment.hops.upperBound - 1] = segment.isHeld ? "]" : ")"
        }
        for (hop, (heard, done)) in zip(example.heard, example.done).enumerated() {
            switch done {
            case "h": segmenter.hold(from: hop - 2)
            case "l": segmenter.letGo(at: hop)
            case "L": segmenter.letGo(at: hop + 6)
            case "f": segmenter.forget(before: hop)
            case "c": segmenter.isOpen = false
            case "o": segmenter.isOpen = true
            default: break
            }
            draw(segmenter.advance(probability: heard == "s" ? 0.9 : heard == "-" ? 0.4 : 0), at: hop)
        }
        draw(segmenter.finish(), at: example.heard.count - 1)
        return String(cut)
    }
}
