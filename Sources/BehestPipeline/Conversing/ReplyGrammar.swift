public import BehestGrammar

/// What can be answered while Behest talks with a person: yes and no, words to Behest itself, and values for the packs' slots.
///
/// It is a grammar like any other, so that what only sounds like one of its sentences can be understood too.
public struct ReplyGrammar: Sendable {
    /// The sentences.
    public let grammar: Grammar

    /// The slots of each intent that take whatever is said; what is said for them is dictated.
    let freeSlots: [String: Set<String>]

    /// The slots of each intent whose values are put together of several words.
    let composedSlots: [String: Set<String>]

    /// Makes the grammar of replies to what some packs ask for.
    ///
    /// - Parameter packs: the packs in use, their lists filled.
    /// - Throws: ``GrammarError`` when values of the packs' lists cannot be compiled.
    public init(packs: [GrammarPack]) throws(GrammarError) {
        let reading = GrammarPack.read(PackDocument(text: ReplySentences.pack, file: "replies"))
        guard let own = reading.pack else { preconditionFailure("the shipped replies are no pack") }
        let answers = SlotAnswers(packs.filter { $0.language == own.language })
        grammar = try Grammar(compiling: [own] + answers.packs)
        freeSlots = answers.freeSlots
        composedSlots = answers.composedSlots
    }
}
