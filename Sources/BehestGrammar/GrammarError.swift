/// Packs that cannot be compiled, with all that is wrong with them.
public struct GrammarError: Error, Sendable, CustomStringConvertible {
    /// What is wrong, in the order of the files.
    public let diagnostics: [Diagnostic]

    /// How many mistakes there are, and the first one.
    public var description: String {
        let errors = diagnostics.filter { $0.severity == .error }
        let count = errors.count == 1 ? "one mistake" : "\(errors.count) mistakes"
        guard let first = errors.first else { return "The grammar cannot be used." }
        return "The grammar has \(count): \(first.message)."
    }
}
