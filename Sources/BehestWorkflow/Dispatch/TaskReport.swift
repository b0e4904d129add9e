/// What an attempt at a task came to.
struct TaskReport: Sendable, Hashable {
    /// How it ended.
    enum Ending: Sendable, Hashable {
        case succeeded(outputs: [String: JSONValue], summary: String)
        case failed(Failure)
        /// It was told to stop, and did.
        case stopped
    }

    /// Why a task could not be done.
    struct Failure: Sendable, Hashable {
        /// What failed, in words for a person.
        var message: String
        /// What kind of failure it is.
        var cause: RetryPolicy.Cause
        /// What the task returned all the same.
        var outputs: [String: JSONValue] = [:]
        /// How long whoever failed asks to be left alone.
        var retryAfter: Duration?
    }

    /// The task, as its place among those of the run.
    var task: Int
    /// How it ended.
    var ending: Ending
    /// How long it took.
    var elapsed: Duration
}
