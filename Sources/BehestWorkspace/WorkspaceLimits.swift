/// The bounds on what is asked of a workspace.
public struct WorkspaceLimits: Sendable, Hashable {
    /// How long one program may take.
    public var time: Duration
    /// The most values of one list; those beyond are left out.
    public var values: Int
    /// The most bytes that one program may write.
    public var bytes: Int

    /// Sets the bounds.
    public init(time: Duration = .seconds(10), values: Int = 20_000, bytes: Int = 32_000_000) {
        self.time = time
        self.values = values
        self.bytes = bytes
    }
}
