import TestSupport
import Testing

@testable import BehestAudio
@testable import BehestPipeline

/// Taking Behest's own signals out of what was captured meanwhile.
struct EarconFilterTests {
    private let start = ContinuousClock.now

    /// A second of sound, captured from `start` on.
    private func utterance(_ samples: [Float]) -> Utterance {
        let second = samples + [Float](repeating: 0, count: max(0, speechSampleRate - samples.count))
        var utterance = Utterance(
            id: "1",
            source: "test",
            start: .zero,
            samples: second.map { Int16($0 * 32_767) },
            isCutShort: false
        )
        utterance.time = start
        return utterance
    }

    /// What is left when the earcon was played a tenth of a second after the start.
    private func cleaned(_ samples: [Float], of earcon: DialogueEffect.Earcon) -> [Int16] {
        var sound = OwnSound()
        sound.begin(.earcon(earcon), at: start + .milliseconds(100))
        sound.end(at: start + .milliseconds(100) + earcon.clip().duration)
        return sound.cleaned(utterance(samples)).samples
    }

    private func energy(_ samples: some Sequence<Int16>) -> Double {
        samples.reduce(0) { $0 + Double($1) * Double($1) }
    }

    @Test(arguments: DialogueEffect.Earcon.allCases)
    func itsTonesAreGone(earcon: DialogueEffect.Earcon) {
        // It comes in a little later than it was played.
        let late = [Float](repeating: 0, count: speechSampleRate / 8)
        let captured = late + earcon.clip(rate: speechSampleRate).samples
        let before = energy(utterance(captured).samples)
        #expect(energy(cleaned(captured, of: earcon)) < before / 50)
    }

    @Test(arguments: DialogueEffect.Earcon.allCases)
    func whatAPersonSaysMeanwhileStays(earcon: DialogueEffect.Earcon) {
        let noise = SoundFixture.noise(seconds: 1, level: 0.2)
        let (before, after) = (utterance(noise).samples, cleaned(noise, of: earcon))
        #expect(energy(after) > energy(before) * 0.8)
        // Outside of it nothing is touched.
        #expect(after[..<1_600] == before[..<1_600])
        #expect(after[9_000...] == before[9_000...])
    }

    @Test func whereNothingWasPlayedNothingIsChanged() {
        let noise = utterance(SoundFixture.noise(seconds: 1, level: 0.2))
        #expect(OwnSound().cleaned(noise) == noise)
        var earlier = OwnSound()
        earlier.begin(.earcon(.done), at: start - .seconds(5))
        earlier.end(at: start - .seconds(4))
        #expect(earlier.cleaned(noise) == noise)
    }
}
