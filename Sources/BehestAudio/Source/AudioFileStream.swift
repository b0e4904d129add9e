/// A file while it is being read: mixed to one channel, checked, and turned to the speech models' rate.
final class AudioFileStream: AudioStream {
    /// How many frames are read at once, by the file's own rate: large enough that the calls cost nothing, small
    /// enough that memory stays flat.
    private static let framesPerBlock = 16_384

    private let name: String
    private let file: SoundFileHandle
    private let resampler: ResamplerHandle?
    private let isCutShort: Bool
    private var framesRead = 0
    private var interleaved: [Float]
    private var state = State.reading

    private enum State {
        case reading
        case ended
        case failed(AudioError)
    }

    init(name: String, file: SoundFileHandle, resampler: ResamplerHandle?, isCutShort: Bool) {
        self.name = name
        self.file = file
        self.resampler = resampler
        self.isCutShort = isCutShort
        interleaved = [Float](repeating: 0, count: Self.framesPerBlock * file.channelCount)
    }

    func read() throws(AudioError) -> [Float]? {
        switch state {
        case .ended: return nil
        case .failed(let error): throw error
        case .reading: break
        }
        let count = file.read(into: &interleaved)
        let mono = mix(frames: count)
        if let index = mono.firstIndex(where: { !$0.isFinite }) {
            // What came before the bad sample is still given; the error follows with the next read.
            state = .failed(notANumber(at: framesRead + index))
            framesRead += count
            return convert(Array(mono[..<index]), isLast: true)
        }
        framesRead += count
        guard count < Self.framesPerBlock else { return convert(mono, isLast: false) }

        state = endOfFile()
        return convert(mono, isLast: true)
    }

    /// Averages the channels.
    private func mix(frames: Int) -> [Float] {
        let channels = file.channelCount
        guard channels > 1 else { return Array(interleaved[..<frames]) }
        let scale = 1 / Float(channels)
        return (0..<frames).map { frame in
            var sum: Float = 0
            for channel in 0..<channels { sum += interleaved[frame * channels + channel] }
            return sum * scale
        }
    }

    private func convert(_ samples: [Float], isLast: Bool) -> [Float] {
        resampler?.convert(samples, isLast: isLast) ?? samples
    }

    private func endOfFile() -> State {
        let seconds = Self.format(Double(framesRead) / Double(file.sampleRate))
        if let expected = file.frameCount, framesRead < expected {
            let whole = Self.format(Double(expected) / Double(file.sampleRate))
            return .failed(
                AudioError(.truncated, "'\(name)' breaks off after \(seconds) of \(whole) seconds; record it again.")
            )
        }
        guard !isCutShort, file.hasNoError else {
            return .failed(AudioError(.truncated, "'\(name)' breaks off after \(seconds) seconds; record it again."))
        }
        return .ended
    }

    private func notANumber(at frame: Int) -> AudioError {
        let place = Self.format(Double(frame) / Double(file.sampleRate))
        return AudioError(
            .notANumber,
            "'\(name)' holds a sample that is no number, at \(place) seconds; export it again."
        )
    }

    /// Seconds with two decimals.
    private static func format(_ seconds: Double) -> String {
        let hundredths = Int((seconds * 100).rounded())
        let fraction = hundredths % 100
        return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)"
    }
}
