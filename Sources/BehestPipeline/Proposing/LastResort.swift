public import BehestGrammar

/// What is tried when words are no sentence of any grammar: a proposer is asked, and its proposal checked.
public struct LastResort: Sendable {
    /// What came of it.
    public enum Finding: Sendable, Hashable {
        /// A reading that a person may be asked about.
        case reading(ConfirmedReading)
        /// None; with the reason, in a sentence for a person.
        case nothing(note: String)
    }

    private let proposer: any Proposer
    private let checker: ProposalChecker
    private let outline: GrammarOutline

    /// Puts the two together.
    ///
    /// - Parameters:
    ///   - proposer: who is asked.
    ///   - packs: what can be meant.
    ///   - grammar: the grammar of the packs.
    public init(_ proposer: any Proposer, packs: [GrammarPack], grammar: Grammar) {
        self.proposer = proposer
        checker = ProposalChecker(packs, grammar: grammar)
        outline = GrammarOutline(packs)
    }

    /// Looks for what some words may mean.
    ///
    /// - Returns: what was found. That the proposer fails is no error: the words are then refused as they would be
    ///   without one.
    /// - Throws: `CancellationError`.
    public func reading(of transcript: String) async throws -> Finding {
        let proposal: ProposedReading?
        do {
            proposal = try await proposer.proposal(for: transcript, outline: outline)
        } catch {
            try Task.checkCancellation()
            return .nothing(note: "\(error)")
        }
        guard let proposal else { return .nothing(note: "The language model knows no command for it either.") }
        switch checker.check(proposal, of: transcript) {
        case .success(let reading): return .reading(reading)
        case .failure(let fault): return .nothing(note: "What the language model proposed does not count: \(fault)")
        }
    }
}
