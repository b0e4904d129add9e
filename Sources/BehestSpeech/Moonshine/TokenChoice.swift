internal import Glibc

/// The most probable token of one step, with its probability.
struct TokenChoice: Hashable {
    /// The token's number.
    var token: Int

    /// The natural logarithm of its probability among all tokens, forbidden ones included.
    var logProbability: Double

    /// Below the largest value by this much a value adds less to the sum than a float can hold.
    private static let negligible: Float = 20

    /// Chooses from a step's logits.
    ///
    /// - Parameters:
    ///   - logits: one value for each token of the vocabulary; at least two.
    ///   - forbidden: a token that must not be chosen.
    init(logits: Span<Float>, forbidding forbidden: Int? = nil) {
        var best = -1
        for index in logits.indices where index != forbidden && (best < 0 || logits[index] > logits[best]) {
            best = index
        }
        token = best
        logProbability = Self.logProbability(of: best, logits: logits)
    }

    /// The natural logarithm of a token's probability among all tokens.
    static func logProbability(of token: Int, logits: Span<Float>) -> Double {
        Double(logits[token] - normaliser(of: logits))
    }

    /// What a token's logit is less than, by the logarithm of its probability among all tokens.
    static func normaliser(of logits: Span<Float>) -> Float {
        var largest = -Float.infinity
        for index in logits.indices { largest = max(largest, logits[index]) }
        var sum: Float = 0
        for index in logits.indices {
            let distance = logits[index] - largest
            if distance > -negligible { sum += expf(distance) }
        }
        return largest + logf(sum)
    }
}
