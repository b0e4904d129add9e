extension SoundClip {
    /// The longest recording that is taken, in seconds.
    private static let longest = 180

    /// Reads a recording that is in memory, of any format that libsndfile reads; its channels are mixed to one.
    ///
    /// - Parameter bytes: the recording; its header may leave its length open, as that of a stream does.
    /// - Throws: ``AudioError`` when it is no recording, empty, too long, or out of the range of rates and channels.
    public init(decoding bytes: [UInt8]) throws(AudioError) {
        guard !bytes.isEmpty else { throw AudioError(.empty, "It is empty.") }
        let file = try SoundFileHandle(reading: bytes)
        let (rate, channels) = (file.sampleRate, file.channelCount)
        guard AudioFile.sampleRates.contains(rate), AudioFile.channelCounts.contains(channels) else {
            throw AudioError(.outOfRange, "It has \(rate) samples a second and \(channels) channels.")
        }
        var samples: [Float] = []
        var block = [Float](repeating: 0, count: 16_384 * channels)
        while true {
            let frames = file.read(into: &block)
            guard frames > 0 else { break }
            guard samples.count + frames <= Self.longest * rate else {
                throw AudioError(.outOfRange, "It is longer than \(Self.longest) seconds.")
            }
            for frame in 0..<frames {
                var sum: Float = 0
                for channel in 0..<channels { sum += block[frame * channels + channel] }
                guard sum.isFinite else { throw AudioError(.notANumber, "A sample of it is not a number.") }
                samples.append(max(-1, min(1, sum / Float(channels))))
            }
        }
        guard !samples.isEmpty else { throw AudioError(.empty, "It holds no sound.") }
        self.init(samples: samples, rate: rate)
    }
}
