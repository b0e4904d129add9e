internal import BehestInference

/// Puts a stream's samples, the detector and the segmenter together.
final class UtteranceCutter {
    let stream: any AudioStream
    private let sourceName: String
    private let detector: VoiceActivityDetector
    private var segmenter: Segmenter
    private let makeID: @Sendable () -> String

    /// The samples that may still be needed, and the place of the first of them in the stream.
    private var samples: [Float] = []
    private var firstSample = 0
    /// How many samples the detector has heard.
    private var heard = 0

    init(
        stream: any AudioStream,
        sourceName: String,
        detector: VoiceActivityDetector,
        segmenter: Segmenter,
        makeID: @escaping @Sendable () -> String
    ) {
        self.stream = stream
        self.sourceName = sourceName
        self.detector = detector
        self.segmenter = segmenter
        self.makeID = makeID
    }

    /// Takes a block of samples and gives the utterances that end within it.
    func take(_ block: [Float]) throws(InferenceError) -> [Utterance] {
        samples += block
        return try listen()
    }

    /// Takes the end of the stream; the last hop is filled up with silence.
    func finish(isCutShort: Bool) throws(InferenceError) -> [Utterance] {
        let missing =
            (VoiceActivityDetector.hopLength - (firstSample + samples.count - heard)) % VoiceActivityDetector.hopLength
        samples += [Float](repeating: 0, count: max(0, missing))
        var utterances = try listen()
        if let segment = segmenter.finish() {
            utterances.append(utterance(segment, isCutShort: isCutShort))
        }
        return utterances
    }

    private func listen() throws(InferenceError) -> [Utterance] {
        let hopLength = VoiceActivityDetector.hopLength
        var utterances: [Utterance] = []
        while heard + hopLength <= firstSample + samples.count {
            let start = heard - firstSample
            let probability = try detector.probability(of: samples[start..<start + hopLength])
            heard += hopLength
            if let segment = segmenter.advance(probability: probability) {
                utterances.append(utterance(segment, isCutShort: false))
            }
        }
        forget()
        return utterances
    }

    /// Drops what the segmenter can no longer ask for, in large steps so that little is moved.
    private func forget() {
        let needed = segmenter.earliestNeededHop * VoiceActivityDetector.hopLength
        let surplus = min(needed, heard) - firstSample
        guard surplus >= speechSampleRate else { return }
        samples.removeFirst(surplus)
        firstSample += surplus
    }

    private func utterance(_ segment: Segmenter.Segment, isCutShort: Bool) -> Utterance {
        let hopLength = VoiceActivityDetector.hopLength
        let range = segment.hops.lowerBound * hopLength..<segment.hops.upperBound * hopLength
        let slice = samples[range.lowerBound - firstSample..<min(samples.count, range.upperBound - firstSample)]
        return Utterance(
            id: makeID(),
            source: sourceName,
            start: Self.time(ofSample: range.lowerBound),
            samples: slice.map { Int16(max(-32_768, min(32_767, ($0 * 32_768).rounded()))) },
            isCutShort: isCutShort
        )
    }

    private static func time(ofSample index: Int) -> Duration {
        .seconds(Double(index) / Double(speechSampleRate))
    }
}
