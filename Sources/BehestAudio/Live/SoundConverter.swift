/// Turns a device's bytes into the ring's samples, in buffers that are made once.
struct SoundConverter {
    let decoder: SampleDecoder
    private let resampler: ResamplerHandle?
    private var mono: [Float]
    private var converted: [Float]

    /// - Parameters:
    ///   - decoder: how the bytes are to be read.
    ///   - rate: the rate of their frames, in hertz.
    ///   - frames: how many frames come at once at most.
    /// - Throws: ``AudioError`` when the rate cannot be converted.
    init(_ decoder: SampleDecoder, rate: Int, upTo frames: Int) throws(AudioError) {
        self.decoder = decoder
        resampler = rate == speechSampleRate ? nil : try ResamplerHandle(from: rate, to: speechSampleRate)
        mono = [Float](repeating: 0, count: frames)
        let ratio = Double(speechSampleRate) / Double(rate)
        // Room for what the filter still held back.
        converted = [Float](repeating: 0, count: resampler == nil ? 0 : Int(Double(frames) * ratio) + 1_024)
    }

    /// Converts frames and writes them.
    ///
    /// - Returns: whether they are silence of nothing but zeros.
    mutating func write(
        _ frames: Int,
        of bytes: [UInt8],
        into ring: SoundRing,
        endingAt time: ContinuousClock.Instant
    ) -> Bool {
        let isSilent = decoder.decode(frames, of: bytes, into: &mono)
        guard let resampler else {
            ring.write(mono[..<frames], endingAt: time)
            return isSilent
        }
        let count = resampler.convert(mono[..<frames], isLast: false, into: &converted)
        ring.write(converted[..<count], endingAt: time)
        return isSilent
    }

    /// Writes what the filter still holds back, and begins anew: what comes next does not follow what came last.
    mutating func flush(into ring: SoundRing, endingAt time: ContinuousClock.Instant) {
        guard let resampler else { return }
        let count = resampler.convert([], isLast: true, into: &converted)
        ring.write(converted[..<count], endingAt: time)
        resampler.reset()
    }
}
