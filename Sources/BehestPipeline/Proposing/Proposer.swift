public import BehestGrammar

/// Somebody who may say what words mean that are no sentence of any grammar.
///
/// What is proposed is believed by nobody: it counts only as far as a ``ProposalChecker`` bears it out, and a person is
/// always asked. The role is here and not among the grammars, which ask nobody, nor with speech, which ends at the words.
public protocol Proposer: Sendable {
    /// Proposes what some words mean.
    ///
    /// - Parameters:
    ///   - transcript: the words.
    ///   - outline: what can be meant.
    /// - Returns: the proposal; `nil` when the words mean none of it.
    /// - Throws: ``ProposerError`` when nothing usable came back; `CancellationError`.
    func proposal(for transcript: String, outline: GrammarOutline) async throws -> ProposedReading?
}

/// Why a proposer had nothing to say.
public struct ProposerError: Error, Sendable, CustomStringConvertible {
    /// The kinds of failure.
    public enum Code: Sendable, Hashable {
        /// The settings contradict each other or are not safe.
        case misconfigured
        /// It could not be asked, or did not answer in time.
        case unreachable
        /// It would not answer.
        case refused
        /// Its answer makes no sense.
        case nonsense
    }

    /// What kind of failure it is.
    public var code: Code

    /// One sentence: what failed, on what, and what to do.
    public var message: String

    /// The same as ``message``.
    public var description: String { message }

    /// Makes an error.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}
