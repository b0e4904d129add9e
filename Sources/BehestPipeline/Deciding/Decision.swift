public import BehestWorkflow

/// What is to become of an utterance.
public enum Decision: Sendable, Hashable {
    /// It is done.
    case act(Plan)
    /// A person is asked first.
    case ask(Question)
    /// Nothing is done.
    case refuse(Refusal)
}

/// Why a person is asked before anything is done.
public enum Question: Sendable, Hashable {
    /// Something was not said that must be known.
    case missing([Plan.Question])
    /// What was said for a slot means several things.
    case which(slot: String, values: [String])
    /// The pack says to ask each time.
    case confirm(Plan)
    /// It may not be what was said; with the sentence that it is taken for.
    case unsure(Plan, wording: String)
    /// It can do harm, and a voice alone is not enough.
    case risky(Plan)
    /// A language model takes the words to mean this sentence.
    case proposed(Plan, sentence: String)
    /// It was said some time ago, and nothing could hear it then.
    case late(Plan, words: String, Lateness)
}

/// Why nothing is done.
public enum Refusal: Error, Sendable, Hashable {
    /// There was no speech.
    case silence
    /// There was speech, but no word could be made out.
    case noWords
    /// The recogniser gave words that were not said.
    case invented(reason: String)
    /// No endpoint could transcribe it.
    case unheard(reason: String)
    /// No endpoint could transcribe it, and that is tried again later.
    case postponed(reason: String)
    /// It was the answer to something, and reached nobody in time.
    case answerTooLate(words: String)
    /// The sound broke off in the middle of the speech.
    case cutShort
    /// The words are no sentence of any grammar.
    case notUnderstood(words: String)
    /// The words sound a little like a sentence of a grammar, but not enough.
    case notCloseEnough(words: String, nearest: String)
    /// The words are a sentence of several intents alike.
    case ambiguous(intents: [String])
    /// Of several commands in one breath some are no sentences of any grammar.
    case partlyUnderstood(understood: [String], unknown: [String])
    /// It was to be done after another command, which is not done.
    case earlierNotDone(words: String)
    /// The words are no sentence of any grammar, and who was asked about them did not help.
    case unproposed(words: String, note: String)
    /// The intent's workflow cannot or must not be carried out with these words.
    case notAllowed(reason: String)
}

extension Question {
    /// What to ask the person.
    public var text: String {
        switch self {
        case .missing(let questions): questions.map(\.text).joined(separator: " ")
        case .which(let slot, let values): Self.text(slot, values)
        case .confirm(let plan): "\(plan.asSentence) Shall I?"
        case .proposed(let plan, let sentence):
            "I heard '\(plan.words)', which is nothing I know. Did you mean '\(sentence)'? Then say it so."
        case .unsure(let plan, let wording):
            plan.words == wording
                ? "I am not sure that I heard '\(wording)' right. Shall I?"
                : "I heard '\(plan.words)'. Did you say '\(wording)'?"
        case .risky(let plan): "\(plan.asSentence) This can do harm: a voice alone is not enough."
        case .late(_, let words, let lateness): lateness.question(about: words)
        }
    }
}

extension Question {
    /// The most things that are named to choose from.
    private static let mostNamed = 5

    private static func text(_ slot: String, _ values: [String]) -> String {
        let named = values.prefix(mostNamed).map { "'\($0)'" }
        let more = values.count - named.count
        let all = more > 0 ? named + ["\(more) more"] : named
        let choice = all.dropLast().joined(separator: ", ") + " or " + (all.last ?? "")
        return "That can be \(choice). Which \(slot) is meant?"
    }
}

extension Refusal {
    /// The reason, in a sentence for a person.
    public var text: String {
        switch self {
        case .silence: "I heard no speech."
        case .noWords: "I heard speech, but no words."
        case .invented(let reason): reason
        case .unheard(let reason): reason
        case .postponed(let reason): "\(reason) What was said is kept, and tried again."
        case .answerTooLate(let words): "You said '\(words)', and what that answered is over."
        case .cutShort: "The recording breaks off in the middle of a command."
        case .notUnderstood(let words): "I heard '\(words)', and nothing I can do is called that."
        case .notCloseEnough(let words, let nearest):
            "I heard '\(words)'. The nearest that I can do is '\(nearest)', which is not close enough."
        case .ambiguous(let intents): "That can mean \(intents.joined(separator: " or "))."
        case .partlyUnderstood(let understood, let unknown):
            "I understood \(Self.listed(understood)), but not \(Self.listed(unknown)), so nothing was done."
        case .earlierNotDone(let words): "It was to follow '\(words)', which was not done."
        case .unproposed(let words, let note): "\(Refusal.notUnderstood(words: words).text) \(note)"
        case .notAllowed(let reason): reason
        }
    }
}

extension Refusal {
    /// Several texts as a person lists them: 'a', 'b' and 'c'.
    private static func listed(_ texts: [String]) -> String {
        let quoted = texts.map { "'\($0)'" }
        guard let last = quoted.last, quoted.count > 1 else { return quoted.first ?? "" }
        return quoted.dropLast().joined(separator: ", ") + " and " + last
    }
}

extension Plan {
    /// The words as a sentence of their own.
    fileprivate var asSentence: String {
        guard let last = words.last else { return "" }
        return ".?!".contains(last) ? words : words + "."
    }
}
