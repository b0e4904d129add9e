internal import BehestAudio
internal import Glibc

/// Takes the tones of an earcon out of what was captured while it was played; what a person says meanwhile stays.
struct EarconFilter {
    /// How wide the band is that is taken out around each tone, in hertz.
    private static let width = 90.0

    /// A filter of the second order that lets all pass but one pitch.
    private struct Notch {
        let (b0, b1, a2): (Double, Double, Double)
        var (x1, x2, y1, y2) = (0.0, 0.0, 0.0, 0.0)

        init(pitch: Double, rate: Double) {
            let angle = 2 * .pi * pitch / rate
            let alpha = sin(angle) * width / (2 * pitch)
            b0 = 1 / (1 + alpha)
            b1 = -2 * cos(angle) / (1 + alpha)
            a2 = (1 - alpha) / (1 + alpha)
        }

        mutating func filter(_ sample: Double) -> Double {
            let result = b0 * (sample + x2) + b1 * (x1 - y1) - a2 * y2
            (x2, x1, y2, y1) = (x1, sample, y1, result)
            return result
        }
    }

    /// Filters a part of an utterance's samples.
    ///
    /// - Parameters:
    ///   - samples: the utterance's.
    ///   - range: where the earcon can be heard; what lies outside of the samples is passed over.
    ///   - earcon: the earcon.
    static func clean(_ samples: inout [Int16], in range: Range<Int>, of earcon: DialogueEffect.Earcon) {
        let range = range.clamped(to: 0..<samples.count)
        for tone in earcon.tones {
            // Twice, as one is not deep enough while a tone begins and ends.
            for _ in 0..<2 {
                var notch = Notch(pitch: tone.pitch, rate: Double(speechSampleRate))
                for index in range {
                    let value = notch.filter(Double(samples[index]))
                    samples[index] = Int16(max(-32_768, min(32_767, value.rounded())))
                }
            }
        }
    }
}
