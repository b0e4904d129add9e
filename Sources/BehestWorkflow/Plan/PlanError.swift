/// A command that cannot be planned, or a step whose values may not be used as they would have to be.
public struct PlanError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of failure.
    public enum Code: String, Sendable, Hashable {
        /// No workflow belongs to the intent.
        case noWorkflow
        /// The program to run would come from what was said or from what a step returned.
        case programFromData
        /// A program would run data as code.
        case codeFromData
        /// An environment value would have a name that changes what programs do.
        case environmentName
        /// An argument that came from data begins with a dash, so that a program would take it for an option.
        case leadingDash
        /// A path leads out of the workspace: a folder to run in, or an argument that came from speech.
        case outsideWorkspace
        /// A value has a character that no argument can have.
        case nulCharacter
        /// A value is not of a kind that can be an argument.
        case notText
        /// A value is too large.
        case tooLarge
        /// What a step may do cannot be enforced here, or at all.
        case permissions
        /// A team has nobody for a step, or it is asked what it cannot be.
        case team
        /// An expression has no value.
        case expression
    }

    /// The kind of failure.
    public var code: Code
    /// What failed and what to do, in a sentence or two.
    public var message: String

    /// Makes an error.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    public var description: String { message }
}
