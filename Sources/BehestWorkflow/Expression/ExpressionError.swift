/// A mistake in an expression, or one that shows when it is evaluated.
package struct ExpressionError: Error, Sendable, Hashable {
    /// The kind of mistake.
    package enum Code: String, Sendable, Hashable {
        case syntax = "expression-syntax"
        case unknownFunction = "unknown-function"
        case unknownContext = "unknown-context"
        case wrongArguments = "wrong-arguments"
        case tooLarge = "expression-too-large"
    }

    /// The kind of mistake.
    package var code: Code
    /// What is wrong, in one sentence without a full stop.
    package var message: String
    /// What to do about it.
    package var hint: String?
    /// Where it is in the text, in Unicode scalars.
    package var range: Range<Int>

    init(_ code: Code, _ message: String, at range: Range<Int>, hint: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
        self.range = range
    }

    /// A value outgrew what expressions may make.
    static var valueTooLarge: ExpressionError { ExpressionError(.tooLarge, "the value is too large", at: 0..<0) }
}

extension ExpressionError: CustomStringConvertible {
    /// The mistake in a sentence, and what to do in another.
    package var description: String {
        [message, hint].compactMap { $0 }.map { sentence in
            let end = sentence.hasSuffix("?") ? "" : "."
            return "\(sentence.prefix(1).uppercased())\(sentence.dropFirst())\(end)"
        }.joined(separator: " ")
    }
}
