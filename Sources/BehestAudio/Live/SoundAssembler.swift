/// Puts speech together of pieces that each say how their bytes are to be read, as they come over a network.
///
/// Pieces may be cut anywhere, also within a frame; a piece in another form than the one before it begins anew.
public struct SoundAssembler {
    /// How bytes are to be read.
    public struct Form: Sendable, Hashable {
        /// How one sample is written.
        public var format: SampleFormat
        /// How many channels are interleaved.
        public var channels: Int
        /// Frames a second.
        public var rate: Int

        /// Makes a form.
        ///
        /// - Throws: ``AudioError`` when the channels or the rate are out of range.
        public init(format: SampleFormat, channels: Int, rate: Int) throws(AudioError) {
            guard AudioFile.sampleRates.contains(rate), AudioFile.channelCounts.contains(channels) else {
                throw AudioError(
                    .outOfRange,
                    "Sound with \(channels) channels and \(rate) samples a second cannot be read; one to eight channels and "
                        + "8,000 to 192,000 samples can."
                )
            }
            self.format = format
            self.channels = channels
            self.rate = rate
        }
    }

    /// The speech so far, mono at ``speechSampleRate``; a little of what came last may be missing until ``finish()``.
    public private(set) var samples: [Int16] = []

    private var form: Form?
    private var resampler: ResamplerHandle?
    /// The beginning of a frame whose rest has not come.
    private var rest: [UInt8] = []

    /// Begins with nothing.
    public init() {}

    /// Takes the next piece.
    ///
    /// - Throws: ``AudioError`` when its rate cannot be converted.
    public mutating func append(_ bytes: [UInt8], as form: Form) throws(AudioError) {
        if form != self.form {
            flush()
            resampler =
                form.rate == speechSampleRate ? nil : try ResamplerHandle(from: form.rate, to: speechSampleRate)
            self.form = form
        }
        let decoder = SampleDecoder(format: form.format, channels: form.channels)
        let bytes = rest.isEmpty ? bytes : rest + bytes
        let frames = bytes.count / decoder.bytesPerFrame
        rest = Array(bytes[(frames * decoder.bytesPerFrame)...])
        var mono = [Float](repeating: 0, count: frames)
        _ = decoder.decode(frames, of: bytes, into: &mono)
        add(resampler?.convert(mono, isLast: false) ?? mono)
    }

    /// Takes note that nothing more comes.
    ///
    /// - Returns: the whole speech.
    public mutating func finish() -> [Int16] {
        flush()
        return samples
    }

    /// Adds what the conversion still holds back.
    private mutating func flush() {
        if let resampler { add(resampler.convert([], isLast: true)) }
        resampler = nil
        form = nil
        rest = []
    }

    private mutating func add(_ sound: [Float]) {
        samples.append(contentsOf: sound.lazy.map { Int16(max(-32_768, min(32_767, ($0 * 32_768).rounded()))) })
    }
}
