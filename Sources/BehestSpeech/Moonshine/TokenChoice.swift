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
        var largest = -Float.infinity
        for index in logits.indices {
            let value = logits[index]
            if value > largest {
                largest = value
            }
            if index != forbidden, best < 0 || value > logits[best] {
                best = index
            }
        }
        var sum: Float = 0
        for index in logits.indices {
            let distance = logits[index] - largest
            if distance > -Self.negligible { sum += expf(distance) }
        }
        token = best
        logProbability = Double(logits[best] - largest) - log(Double(sum))
    }
}
