/// Remembers which hops of a stream are a voice, by the same probability by which the segmenter lets speech go on.
///
/// A pure value; what lies before what may still be asked for is forgotten.
struct VoicedHops: Sendable {
    private let leastProbability: Float
    private var isVoiced: [Bool] = []
    /// The first hop that is remembered.
    private var first = 0

    /// Begins with a stream's first hop.
    init(settings: Segmenter.Settings) {
        leastProbability = settings.pauseProbability
    }

    /// Takes the next hop's probability of speech.
    mutating func take(_ probability: Float) {
        isVoiced.append(probability >= leastProbability)
    }

    /// Forgets what was before a hop.
    mutating func forget(before hop: Int) {
        let count = min(max(0, hop - first), isVoiced.count)
        isVoiced.removeFirst(count)
        first += count
    }

    /// How many hops of some are a voice, as far as they are remembered.
    func count(in hops: Range<Int>) -> Int {
        let known = (hops.lowerBound - first..<hops.upperBound - first).clamped(to: isVoiced.indices)
        return isVoiced[known].count(where: \.self)
    }
}
