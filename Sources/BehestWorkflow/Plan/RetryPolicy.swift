/// How often, after which failures and after how long a step is tried again.
///
/// The waits grow by a factor up to a cap; each is drawn anew between nothing and that (full jitter), so that those who
/// failed together do not come back together. In the place of growing waits there may be a schedule of them.
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
    /// The waits one after the other, in seconds, in the place of those that grow; the last one counts for all that follow.
    ///
    /// These are kept to, but for a tenth that is drawn.
    public var schedule: [Double]?

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

    /// Makes a policy with a wait for each attempt after the first one.
    public init(schedule: [Double], causes: [Cause] = [.passing, .timeout]) {
        self.init(attempts: schedule.count + 1, causes: causes)
        self.schedule = schedule
    }

    /// The longest wait after so many attempts, in seconds; `nil` when there is no further one.
    public func longestWait(after attempt: Int) -> Double? {
        guard attempt >= 1, attempt < attempts else { return nil }
        if let schedule, let last = schedule.last { return attempt <= schedule.count ? schedule[attempt - 1] : last }
        var wait = delaySeconds
        for _ in 1..<attempt where wait < maxDelaySeconds { wait *= factor }
        return min(wait, maxDelaySeconds)
    }

    /// How long to wait after so many attempts.
    ///
    /// - Parameters:
    ///   - attempt: how many attempts there were.
    ///   - chance: a number from 0 to 1 that was drawn.
    /// - Returns: the wait in seconds; `nil` when there is no further attempt.
    public func wait(after attempt: Int, chance: Double) -> Double? {
        longestWait(after: attempt).map { schedule == nil ? $0 * chance : $0 * (0.9 + 0.1 * chance) }
    }
}
