internal import BehestGrammar
internal import BehestPipeline

/// A question that is put, as a part of a line of JSON.
struct QuestionJSON: Encodable {
    private var question: Int
    /// What kind of answer it wants: `value`, `text`, `which`, `meaning`, `confirmation`, `offer` or `words`.
    private var wants: String
    private var text: String
    /// What was said that it is about.
    private var about: String
    private var utterance: String?
    private var slot: String?
    /// What can be chosen.
    private var choices: [String]?
    /// The words that are to be read back.
    private var words: [String]?

    init(_ question: OpenQuestion) {
        self.question = question.id
        text = question.text
        about = question.order.words
        utterance = question.order.utterance
        switch question.matter {
        case .value(let slot): (wants, self.slot) = ("value", slot)
        case .text(let slot, _): (wants, self.slot) = ("text", slot)
        case .which(let slot, let values):
            (wants, self.slot) = ("which", slot)
            choices = values.map(\.description)
        case .meaning(let meanings):
            wants = "meaning"
            choices = meanings.map(\.intent)
        case .confirmation: wants = "confirmation"
        case .offer: wants = "offer"
        case .risk(_, let codeWords): (wants, words) = ("words", codeWords)
        }
    }
}
