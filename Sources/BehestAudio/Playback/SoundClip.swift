/// A short piece of sound that is there as a whole, such as a spoken sentence or a signal.
public struct SoundClip: Sendable, Hashable {
    /// The samples, mono, between -1 and 1.
    public var samples: [Float]

    /// How many of them there are in a second.
    public var rate: Int

    /// Makes a clip.
    public init(samples: [Float], rate: Int) {
        self.samples = samples
        self.rate = rate
    }

    /// How long it is.
    public var duration: Duration { .seconds(Double(samples.count) / Double(max(1, rate))) }

    /// The clip, louder or quieter by a factor.
    public func amplified(by factor: Float) -> SoundClip {
        SoundClip(samples: samples.map { max(-1, min(1, $0 * factor)) }, rate: rate)
    }

    /// The clip at another rate.
    ///
    /// - Throws: ``AudioError`` when it cannot be converted.
    public func converted(to rate: Int) throws(AudioError) -> SoundClip {
        guard rate != self.rate else { return self }
        let resampler = try ResamplerHandle(from: self.rate, to: rate)
        return SoundClip(samples: resampler.convert(samples, isLast: true), rate: rate)
    }
}
