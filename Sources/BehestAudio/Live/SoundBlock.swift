/// A short stretch of live sound.
public struct SoundBlock: Sendable {
    /// How many samples of the stream came before it: the index of its first sample.
    public let position: Int

    /// When its first sample was captured, to within some milliseconds.
    public let time: ContinuousClock.Instant

    /// What was lost just before it; `nil` when it follows what came before.
    public let gap: SoundGap?

    /// The samples, mono at ``speechSampleRate``, between -1 and 1.
    public let samples: [Float]

    /// How loud it is.
    public var level: SoundLevel { SoundLevel(of: samples) }

    /// Makes a block.
    public init(position: Int, time: ContinuousClock.Instant, gap: SoundGap?, samples: [Float]) {
        self.position = position
        self.time = time
        self.gap = gap
        self.samples = samples
    }
}

/// A place in live sound where some is missing.
///
/// What is on its two sides was not said together: whoever cuts utterances must not join them.
public struct SoundGap: Sendable, Hashable {
    /// Why sound is missing.
    public enum Cause: Sendable, Hashable {
        /// The device's buffer ran over, because this machine was too busy to empty it.
        case overrun
        /// The machine slept.
        case suspended
        /// The device was gone, or gave nothing.
        case lostDevice
        /// Capture went on with another device.
        case changedDevice
        /// The sound was there, but whoever reads it came too late.
        case slowReader
    }

    /// Why sound is missing; of several reasons the first.
    public var cause: Cause

    /// How much time is missing.
    public var duration: Duration

    /// Makes a gap.
    public init(cause: Cause, duration: Duration) {
        self.cause = cause
        self.duration = duration
    }
}
