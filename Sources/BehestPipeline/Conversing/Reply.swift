internal import BehestGrammar

/// What was said to Behest itself, or as an answer to it.
enum Reply: Sendable, Hashable {
    case yes, no, yesBut, cancel, cancelAtEnd, stopAll, undo, again, help, status, wait, readBack, scratch
    /// It is to be left out; what is offered is meant; something new is; on with what was put aside.
    case skip, same, newOne, continueDraft
    /// The end of what is dictated, with words that were said before it in the same breath.
    case thatIsAll(after: String?)
    /// Words to be put in the place of others.
    case change(from: String, to: String)
    /// Spelled letters, in the place of the last word or after it.
    case spell(String, isLastWord: Bool)
    /// One of several, counted from 1; -1 is the last.
    case pick(Int)
    case codeWords([String])
    /// Words that were meant, in the place of what was understood; explicit when the person says that they were said.
    case correction(String, isExplicit: Bool)
    /// A value for a slot of an intent.
    case value(Interpretation.Slot, intent: String, isCorrection: Bool)

    /// Whether nothing is to be expected after it: it has no free text, and it does no harm to take it for all.
    ///
    /// A yes or a no may go on: "yes, but tomorrow".
    var isWhole: Bool {
        switch self {
        case .cancel, .stopAll, .undo, .again, .help, .status, .readBack, .scratch, .thatIsAll(after: nil), .codeWords,
            .continueDraft:
            true
        case .yes, .no, .yesBut, .cancelAtEnd, .wait, .thatIsAll, .change, .spell, .pick, .correction, .value, .skip,
            .same, .newOne:
            false
        }
    }

    /// The reply that a sentence of the ``ReplyGrammar`` is; `nil` for no sentence of it.
    init?(_ interpretation: Interpretation) {
        func text(_ slot: String = "words") -> String { interpretation.slots.first { $0.name == slot }?.text ?? "" }
        switch interpretation.intent {
        case "Yes": self = .yes
        case "No": self = .no
        case "YesBut": self = .yesBut
        case "Cancel": self = .cancel
        case "CancelAtEnd": self = .cancelAtEnd
        case "StopAll": self = .stopAll
        case "Undo": self = .undo
        case "Again": self = .again
        case "Help": self = .help
        case "Status": self = .status
        case "Wait": self = .wait
        case "ReadBack": self = .readBack
        case "Scratch": self = .scratch
        case "Skip": self = .skip
        case "Same": self = .same
        case "NewOne": self = .newOne
        case "ContinueDraft": self = .continueDraft
        case "ThatIsAll": self = .thatIsAll(after: nil)
        case "ThatIsAllAtEnd": self = .thatIsAll(after: text())
        case "Change": self = .change(from: text("from"), to: text("to"))
        case "Spell", "SpellLast":
            let letters = interpretation[slot: "spelling"]?.description ?? ""
            self = .spell(letters, isLastWord: interpretation.intent == "SpellLast")
        case "Pick":
            guard case .integer(let place)? = interpretation[slot: "pick"] else { return nil }
            self = .pick(place)
        case "CodeWords":
            self = .codeWords(["first", "second"].compactMap { interpretation[slot: $0]?.description })
        case "Correct": self = .correction(text(), isExplicit: true)
        case "Contradict": self = .correction(text(), isExplicit: false)
        default:
            guard let name = SlotAnswers.Name(interpretation.intent),
                let slot = interpretation.slots.first(where: { $0.name == name.slot })
            else { return nil }
            self = .value(slot, intent: name.intent, isCorrection: name.isCorrection)
        }
    }
}
