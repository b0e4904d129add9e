import BehestAudio
import BehestInference
import Glibc
import TestSupport
import Testing

@testable import BehestPipeline

/// The short sounds, and that nobody takes them for speech.
struct EarconSoundTests {
    @Test(arguments: DialogueEffect.Earcon.allCases, [16_000, 44_100, 48_000])
    func isShortAndGentle(earcon: DialogueEffect.Earcon, rate: Int) throws {
        let clip = earcon.clip(rate: rate)
        #expect(clip.rate == rate)
        #expect(clip.duration <= .milliseconds(200))
        #expect(clip.duration >= .milliseconds(50))
        let peak = try #require(clip.samples.map(\.magnitude).max())
        #expect((0.1...0.5).contains(peak))
        // It begins and ends in silence, and nowhere jumps: no click is heard.
        #expect(try #require(clip.samples.first?.magnitude) < 0.001)
        #expect(try #require(clip.samples.last?.magnitude) < 0.01)
        let jump = try #require(zip(clip.samples, clip.samples.dropFirst()).map { abs($1 - $0) }.max())
        #expect(jump < 8_000 / Float(rate) * 0.4)
    }

    /// How much of each of some pitches there is at each of some times.
    private func shape(_ earcon: DialogueEffect.Earcon) -> [[Float]] {
        let samples = earcon.clip(rate: 16_000).samples + [Float](repeating: 0, count: 3_200)
        let pitches = [311.0, 330, 440, 523, 587, 659, 698, 784, 880, 1_047, 1_175]
        return stride(from: 0, to: 3_200, by: 800).map { start in
            pitches.map { pitch in
                var (sine, cosine): (Float, Float) = (0, 0)
                for index in 0..<800 {
                    let angle = Float(2 * Double.pi * pitch * Double(index) / 16_000)
                    sine += samples[start + index] * sin(angle)
                    cosine += samples[start + index] * cos(angle)
                }
                return (sine * sine + cosine * cosine).squareRoot()
            }
        }
    }

    @Test func noTwoAreAlike() {
        let shapes = DialogueEffect.Earcon.allCases.map { ($0, shape($0).flatMap(\.self)) }
        for (first, one) in shapes {
            for (second, other) in shapes where first != second {
                let product = zip(one, other).reduce(0) { $0 + $1.0 * $1.1 }
                let norm = (one.reduce(0) { $0 + $1 * $1 } * other.reduce(0) { $0 + $1 * $1 }).squareRoot()
                #expect(product / norm < 0.9, "\(first) and \(second)")
            }
        }
    }

    /// Each alone, and all of them, loud and quiet, over silence and over a noisy room: no utterance.
    @Test(arguments: [Float(1), 0.3, 0.05], [Float(0), 0.003])
    func noneMakesAnUtterance(volume: Float, noise: Float) throws {
        let hop = VoiceActivityDetector.hopLength
        let runtime = try InferenceRuntime(library: Models.runtimeLibrary)
        let model = try runtime.model(at: Models.voiceActivity, threads: 1)
        for earcons in DialogueEffect.Earcon.allCases.map({ [$0] }) + [DialogueEffect.Earcon.allCases] {
            var samples = SoundFixture.noise(seconds: 2, level: noise)
            for earcon in earcons {
                samples += earcon.clip(rate: speechSampleRate).samples.map { $0 * volume }
                samples += [Float](repeating: 0, count: speechSampleRate / 4)
            }
            let rest = SoundFixture.noise(seconds: Double(samples.count) / 16_000 + 1, level: noise, seed: 2)
            samples = rest.enumerated().map { $0.offset < samples.count ? samples[$0.offset] + $0.element : $0.element }
            let detector = try VoiceActivityDetector(model: model, runtime: runtime)
            var segmenter = Segmenter()
            for start in stride(from: 0, to: samples.count - hop, by: hop) {
                let probability = try detector.probability(of: samples[start..<start + hop])
                #expect(segmenter.advance(probability: probability) == nil)
            }
            #expect(segmenter.finish() == nil, "\(earcons) at \(volume)")
        }
    }
}
