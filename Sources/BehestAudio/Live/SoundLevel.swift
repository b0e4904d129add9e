internal import Glibc

/// How loud a stretch of sound is, in decibels below full scale: 0 is the loudest that samples can hold.
public struct SoundLevel: Sendable, Hashable {
    /// What silence counts as: below it nothing can be heard, and 16 bits can hold nothing.
    public static let floor: Float = -96

    /// The mean level, by the root of the mean square; a sine of full scale has -3 dB.
    public let mean: Float

    /// The level of the loudest sample.
    public let peak: Float

    /// The level of no sound.
    public static let silence = SoundLevel(mean: floor, peak: floor)

    /// Measures samples between -1 and 1; no samples are silence.
    public init(of samples: [Float]) {
        var sum: Float = 0
        var largest: Float = 0
        for sample in samples {
            sum += sample * sample
            largest = max(largest, sample.magnitude)
        }
        self.init(
            mean: samples.isEmpty ? Self.floor : Self.decibels(10, sum / Float(samples.count)),
            peak: Self.decibels(20, largest)
        )
    }

    private init(mean: Float, peak: Float) {
        self.mean = mean
        self.peak = peak
    }

    private static func decibels(_ factor: Float, _ value: Float) -> Float {
        value > 0 ? max(floor, factor * log10f(value)) : floor
    }
}
