/// Something that is wrong, or looks wrong, in a grammar pack.
///
/// A diagnostic holds the facts; ``DiagnosticRenderer`` puts them beside the source text for a person to read.
public struct Diagnostic: Error, Sendable, Hashable {
    /// How much it matters.
    public enum Severity: String, Sendable, Hashable {
        /// The pack cannot be used.
        case error
        /// The pack can be used, but probably does not do what its author wanted.
        case warning
    }

    /// How much it matters.
    public var severity: Severity

    /// A stable name of the kind of problem, such as `unknown-list`.
    public var code: String

    /// What is wrong, in one sentence without a full stop.
    public var message: String

    /// Where it is; `nil` when the file as a whole is meant.
    public var range: SourceRange?

    /// What the author may do about it, in one sentence without a full stop.
    public var hint: String?

    /// Makes a diagnostic.
    public init(
        _ severity: Severity,
        code: String,
        _ message: String,
        at range: SourceRange?,
        hint: String? = nil
    ) {
        self.severity = severity
        self.code = code
        self.message = message
        self.range = range
        self.hint = hint
    }
}
