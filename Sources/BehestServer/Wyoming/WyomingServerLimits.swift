/// The most that the clients of a ``WyomingServer`` may take.
public struct WyomingServerLimits: Sendable, Hashable {
    /// How many are connected at once; whoever comes beyond that is sent away with a reason.
    public var connections = 32
    /// How long one may say nothing while nothing is done for it, and how long it may leave unread what it is told.
    public var idleTime = Duration.seconds(60)
    /// How long what one asks for may take, the wait for its turn included.
    public var answerTime = Duration.seconds(120)
    /// The longest speech.
    public var utterance = Duration.seconds(60)
    /// The longest text, in bytes.
    public var text = 4_096
    /// How many requests of one client wait for the one that is being answered.
    public var waitingRequests = 8

    /// The usual limits.
    public init() {}
}
