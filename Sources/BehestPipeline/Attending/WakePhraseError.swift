/// Why words cannot be a wake phrase.
public struct WakePhraseError: Error, Sendable, CustomStringConvertible {
    /// The kinds of failure.
    public enum Code: Sendable, Hashable {
        /// It is not made of one to five plain words.
        case notPlain
        /// It has so few sounds that any talk would hold it.
        case tooShort
    }

    /// What kind of failure it is.
    public let code: Code

    /// One sentence: what is wrong, and what to do.
    public let message: String

    /// The same as ``message``.
    public var description: String { message }

    init(_ code: Code, _ phrase: String) {
        self.code = code
        message =
            switch code {
            case .notPlain:
                "'\(phrase)' cannot be the wake phrase: write one to five words in letters only, such as 'hey behest'."
            case .tooShort:
                "'\(phrase)' is too short for a wake phrase, as other talk would hold it: take three syllables or more, such as "
                    + "'hey behest'."
            }
    }
}
