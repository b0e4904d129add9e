/// How often, after which failures and after how long a step is tried again.
///
/// The waits grow by a factor up to a cap; each is drawn anew between nothing and that (full jitter), so that those who
/// failed together do not come back together.
public struct RetryPolicy: Sendable, Hashable, Codable {
    /// Why an attempt failed.
    public enum Cause: String, Sendable, Hashable, Codable, CaseIterable {
        /// What may pass by itself: a service that is not reached, is busy or asks to come back later.
        case passing
        /// It took too long.
        case timeout
        /// Anything else, such as a program that exits with a code other than 0.
        case failure
    }

    /// The most attempts that a pack may ask for.
    static let mostAttempts = 20

    /// The longest that is waited because somebody asked for it, in seconds.
    static let longestRetryAfter = 86_400.0

    /// How often it is tried in all.
    public var attempts: Int
    /// The longest wait before the second attempt, in seconds.
    public var delaySeconds: Double
    /// By what the wait grows with each attempt.
    public var factor: Double
    /// The longest wait at all, in seconds.
    public var maxDelaySeconds: Double
    /// After which failures it is tried again.
    public var causes: [Cause]

    /// Makes a policy.
    public init(
        attempts: Int = 3,
        delaySeconds: Double = 1,
        factor: Double = 2,
        maxDelaySeconds: Double = 60,
        causes: [Cause] = [.passing, .timeout]
    ) {
        self.attempts = attempts
        self.delaySeconds = delaySeconds
        self.factor = factor
        self.maxDelaySeconds = maxDelaySeconds
        self.causes = causes
    }

    /// The longest wait after so many attempts, in seconds; `nil` when there is no further one.
    public func longestWait(after attempt: Int) -> Double? {
        guard attempt >= 1, attempt < attempts else { return nil }
        var wait = delaySeconds
        for _ in 1..<attempt where wait < maxDelaySeconds { wait *= factor }
        return min(wait, maxDelaySeconds)
    }
}
