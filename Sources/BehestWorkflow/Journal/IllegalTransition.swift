/// A change that the state of a task or a run does not allow.
public struct IllegalTransition: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was to be changed, such as `task 7h3k.1`.
    public var subject: String
    /// The state it is in.
    public var state: String
    /// The state it was to come to.
    public var wanted: String

    /// The refusal in a sentence.
    public var description: String { "The \(subject) is \(state) and cannot become \(wanted)." }
}
