internal import Glibc

/// Samples without a header on standard input or another descriptor, such as another program records them.
///
/// Whoever writes sets the pace, but waits for readers who are far behind: what comes quicker than it can be heard, as from a
/// file, is not lost.
public struct RawInput: LiveSource {
    /// How many frames are read at once at most.
    private static let framesAtOnce = 4_096

    /// How long it waits before it looks again whether the readers have caught up.
    private static let patience = Duration.milliseconds(5)

    /// What a person calls it.
    public let name: String

    private let descriptor: Int32
    private let decoder: SampleDecoder
    private let rate: Int

    /// Names what the samples are.
    ///
    /// - Parameters:
    ///   - descriptor: where they come from; it is not closed.
    ///   - name: what a person calls it.
    ///   - format: how they are written.
    ///   - channels: how many channels are interleaved, one to eight.
    ///   - rate: frames a second, 8,000 to 192,000.
    /// - Throws: ``AudioError`` when the channels or the rate are out of range.
    public init(
        descriptor: Int32 = 0,
        name: String = "standard input",
        format: SampleFormat = .int16,
        channels: Int = 1,
        rate: Int = speechSampleRate
    ) throws(AudioError) {
        guard AudioFile.sampleRates.contains(rate), AudioFile.channelCounts.contains(channels) else {
            throw AudioError(
                .outOfRange,
                "Samples with \(channels) channels at \(rate) a second cannot be read; one to eight channels and 8,000 to "
                    + "192,000 can."
            )
        }
        self.descriptor = descriptor
        self.name = name
        self.rate = rate
        decoder = SampleDecoder(format: format, channels: channels)
    }

    /// Reads to the end.
    ///
    /// - Throws: ``AudioError`` when there was nothing, or it could not be read.
    public func run(into ring: SoundRing) async throws {
        try await SoundThreadLoop.run { [self] thread in try read(into: ring, until: thread.stop) }
    }

    private func read(into ring: SoundRing, until stop: StopSignalHandle) throws(AudioError) {
        var converter = try SoundConverter(decoder, rate: rate, upTo: Self.framesAtOnce)
        var bytes = [UInt8](repeating: 0, count: Self.framesAtOnce * decoder.bytesPerFrame)
        /// The bytes of a frame whose rest has not come yet.
        var kept = 0
        var total = 0
        ring.report(.listening(to: name))
        while !stop.isRaised {
            guard !ring.isAhead else {
                stop.wait(upTo: Self.patience)
                continue
            }
            guard stop.wait(for: descriptor, upTo: nil), !stop.isRaised else { continue }
            let count = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe Glibc.read(descriptor, buffer.baseAddress.map { unsafe $0 + kept }, buffer.count - kept)
            }
            if count < 0 {
                guard errno == EINTR || errno == EAGAIN else { throw unreadable(errno) }
                continue
            }
            if count == 0 { break }
            total += count
            let frames = (kept + count) / decoder.bytesPerFrame
            _ = converter.write(frames, of: bytes, into: ring, endingAt: .now)
            let used = frames * decoder.bytesPerFrame
            kept = kept + count - used
            for index in 0..<kept { bytes[index] = bytes[used + index] }
        }
        converter.flush(into: ring, endingAt: .now)
        guard total > 0 || stop.isRaised else {
            throw AudioError(
                .empty,
                "Nothing came from \(name): pipe samples into it, as 'arecord -t raw' writes them."
            )
        }
    }

    private func unreadable(_ code: Int32) -> AudioError {
        AudioError(.unreadable, unsafe "The samples of \(name) cannot be read: \(String(cString: strerror(code))).")
    }
}
