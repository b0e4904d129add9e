internal import Glibc

/// Where there is speech in an utterance and where there are pauses, by its loudness.
struct SpeechSpans: Hashable {
    /// How many frames a second has.
    static let framesPerSecond = 100
    /// Between two words that are said in one go it is quiet for less: a stop's closure takes 0.1 s or so.
    private static let shortestPause = 15
    /// What is louder for less is a click.
    private static let shortestSpan = 3
    /// The quietest speech, as a part of the loudest.
    private static let quietest = 0.06
    /// How much louder than what is always there speech is.
    private static let aboveFloor = 2.5

    /// The frames of each span, in order; there is at least one.
    let spans: [Range<Int>]

    /// Finds the spans of sound.
    ///
    /// - Parameters:
    ///   - samples: the sound.
    ///   - sampleRate: how many samples a second has.
    init(samples: [Int16], sampleRate: Int) {
        let length = max(1, sampleRate / Self.framesPerSecond)
        let count = samples.count / length
        let loudness = (0..<count).map { frame in
            let sum = samples[frame * length..<(frame + 1) * length].reduce(0.0) { $0 + Double($1) * Double($1) }
            return sqrt(sum / Double(length))
        }
        self.init(loudness: loudness)
    }

    /// Finds the spans of frames by their loudness.
    init(loudness: [Double]) {
        let sorted = loudness.sorted()
        guard let loudest = sorted.isEmpty ? nil : sorted[sorted.count * 95 / 100], loudest > 0 else {
            spans = [0..<loudness.count]
            return
        }
        let floor = min(sorted[sorted.count / 10] * Self.aboveFloor, loudest / 2)
        let threshold = max(floor, loudest * Self.quietest)
        var found: [Range<Int>] = []
        for (frame, value) in loudness.enumerated() where value >= threshold {
            if let last = found.last, frame - last.upperBound < Self.shortestPause {
                found[found.count - 1] = last.lowerBound..<frame + 1
            } else {
                found.append(frame..<frame + 1)
            }
        }
        let long = found.filter { $0.count >= Self.shortestSpan }
        spans = long.isEmpty ? [0..<loudness.count] : long
    }

    /// How many frames of speech there are.
    var length: Int { spans.reduce(0) { $0 + $1.count } }

    /// The pauses, each by how many frames of speech come before it.
    var pauses: [Double] {
        var sum = 0
        return spans.dropLast().map { span in
            sum += span.count
            return Double(sum)
        }
    }

    /// The frame at which a word begins, or ends, that has so many frames of speech before it.
    ///
    /// - Parameters:
    ///   - place: the frames of speech before it.
    ///   - isEnd: whether a word ends there; what ends with a span does not reach over the pause.
    /// - Returns: the frame, or a place within it.
    func frame(at place: Double, isEnd: Bool) -> Double {
        var rest = max(0, place)
        for span in spans.dropLast() {
            let count = Double(span.count)
            if rest < count || isEnd && rest == count { return Double(span.lowerBound) + rest }
            rest -= count
        }
        let last = spans[spans.count - 1]
        return Double(last.lowerBound) + min(rest, Double(last.count))
    }
}
