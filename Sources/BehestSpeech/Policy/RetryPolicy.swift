/// How often an endpoint is asked again, and after how long.
///
/// As OpenAI's client libraries do it, but for one thing: a person who has spoken does not wait two minutes because a service
/// says so. What is to wait longer than ``patience`` is left to the next endpoint.
public struct RetryPolicy: Sendable, Hashable {
    /// How often it is asked again.
    public var retries = 2
    /// The wait before the second attempt; each further one is twice as long.
    public var firstDelay = Duration.milliseconds(500)
    /// The longest such wait.
    public var longestDelay = Duration.seconds(8)
    /// By how much of itself a wait is shortened at most, so that many who wait do not all come back at once.
    public var jitter = 0.25
    /// The longest wait that a service may ask for.
    public var patience = Duration.seconds(8)

    /// Makes the usual policy.
    public init() {}

    /// Whether to ask again after a failure, and when.
    ///
    /// - Parameters:
    ///   - error: the failure.
    ///   - attempts: how often it was asked already.
    ///   - chance: a number by chance, from 0 up to 1.
    /// - Returns: how long to wait; `nil` when it is not to be asked again.
    public func delay(after error: TranscriptionError, attempts: Int, chance: Double) -> Duration? {
        guard attempts <= retries else { return nil }
        switch error.retry {
        case .never: return nil
        case .after(let wait): return wait <= patience ? max(.zero, wait) : nil
        case .allowed:
            // Doubled no further than it can count.
            let doubled = firstDelay * (1 << min(16, max(0, attempts - 1)))
            return min(doubled, longestDelay) * (1 - jitter * chance)
        }
    }
}
