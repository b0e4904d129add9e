public import BehestGrammar
public import BehestWorkflow
public import FoundationEssentials

/// A command that is talked about, with all that is needed to decide about it again.
public struct SpokenOrder: Sendable, Hashable, Codable {
    /// The number of the order in the same breath that has to succeed before it; `nil` for none.
    public var follows: Int?
    /// The last run of that order, once it is known.
    public var followsRun: RunRecord.ID?
    /// The utterance that it began with; `nil` when nothing was recorded.
    public var utterance: UtteranceRecord.ID?
    /// Its words, with what was said later put in.
    public var words: String
    /// What it means.
    public var interpretation: Interpretation
    /// The sentence of the grammar that it was taken for.
    public var wording: String
    /// What spoke for that.
    public var scores: Reading.Scores
    /// The slots that the person left out when asked for them.
    var declined: Set<String> = []
    /// Whether something was asked about it: then more may be asked.
    var isTalkedAbout = false
    /// Whether some of it was dictated, which must not be lost.
    var isDictated = false
    /// Whether it is settled that nothing is done instead.
    var isOfferSettled = false
    /// How late it was understood, until the person has said that it is still meant; `nil` where that need not be asked.
    var lateness: Lateness?
    /// What is said before whatever is asked about it next, so that a person knows what it is about; `nil` as a rule.
    var preface: String?
    /// What was asked for in the same breath and is done after it.
    var rest: [Plan] = []

    /// Makes an order.
    public init(
        utterance: UtteranceRecord.ID?,
        words: String,
        interpretation: Interpretation,
        wording: String,
        scores: Reading.Scores
    ) {
        self.utterance = utterance
        self.words = words
        self.interpretation = interpretation
        self.wording = wording
        self.scores = scores
    }

    /// What the decider is shown of it.
    var evidence: Decider.Evidence {
        let reading = Reading(interpretation: interpretation, wording: wording, scores: scores)
        return Decider.Evidence(words: words, isCutShort: false, readings: [reading])
    }

    /// Puts a value into a slot, and its words in the place of the old one's.
    mutating func fill(_ name: String, with value: SlotValue, said text: String) {
        let old = interpretation.slots.firstIndex { $0.name == name }
        var slot = Interpretation.Slot(name: name, value: value, text: text, span: nil)
        let isVerbatim = wording == words
        if let old, let span = interpretation.slots[old].span, span.upperBound <= words.utf8.count {
            let bytes = Array(words.utf8)
            words = String(
                decoding: bytes[..<span.lowerBound] + Array(text.utf8) + bytes[span.upperBound...],
                as: UTF8.self
            )
            let change = text.utf8.count - span.count
            for index in interpretation.slots.indices {
                guard let other = interpretation.slots[index].span, other.lowerBound >= span.upperBound else {
                    continue
                }
                interpretation.slots[index].span = other.lowerBound + change..<other.upperBound + change
            }
            slot.span = span.lowerBound..<span.lowerBound + text.utf8.count
        } else {
            words = words.adding(text)
            slot.span = words.utf8.count - text.utf8.count..<words.utf8.count
        }
        if let old { interpretation.slots[old] = slot } else { interpretation.slots.append(slot) }
        if isVerbatim { wording = words }
    }

    /// Puts a value into a slot, and its words after all others.
    mutating func fill(_ name: String, with value: SlotValue, adding text: String) {
        interpretation.slots.removeAll { $0.name == name }
        interpretation.slots.append(Interpretation.Slot(name: name, value: value, text: text, span: nil))
        let isVerbatim = wording == words
        words = words.adding(text)
        if isVerbatim { wording = words }
    }
}

/// A question that a person is asked, or will be asked when the one before it is answered.
public struct OpenQuestion: Sendable, Hashable, Codable, Identifiable {
    /// What is asked.
    public enum Matter: Sendable, Hashable, Codable {
        /// A value for a slot, one of those that the grammar knows.
        case value(slot: String)
        /// Free text for a slot.
        case text(slot: String, Dictation)
        /// Which of several things was meant by the words for a slot.
        case which(slot: String, values: [SlotValue])
        /// Whether a plan is to be carried out instead of the one that was asked for.
        case offer(Plan)
        /// Which of several readings was meant.
        case meaning([Interpretation])
        /// Whether a plan is to be carried out.
        case confirmation(Plan)
        /// Whether a plan that can do harm is to be carried out; the words are to be read back.
        case risk(Plan, codeWords: [String])
    }

    /// Its number, counted from 1.
    public var id: Int
    /// What it is asked about.
    public var order: SpokenOrder
    /// What is asked.
    public var matter: Matter
    /// The question as it is put.
    public var text: String
    /// When it was put last.
    public var askedAt: Date
    /// From then on no answer counts any more.
    public var expiresAt: Date
    /// How often something was said that was no answer.
    public var misses = 0
    /// Whether the command goes on without an answer.
    public var isOptional = false
    /// Whether it was put again after a restart, or nothing could hear what was said to it, and nothing has been answered since:
    /// then nothing is done when its time is over.
    var isResumed = false
    /// What is said before it.
    var preface: String?
    /// That it waits for somebody who began to speak in time; `nil` while nobody does.
    var hold: Hold?

    /// A question that outlives its time, because what may be the answer is being said.
    struct Hold: Sendable, Hashable, Codable {
        /// When it expires if what is said is no answer.
        var expiresAt: Date
        /// How many have begun to speak and are not understood yet.
        var speeches: Int
    }

    /// Whether free text is the answer.
    public var isDictation: Bool {
        if case .text = matter { true } else { false }
    }
}

extension String {
    /// The words with others after them.
    fileprivate func adding(_ other: String) -> String {
        let hasEnding = last.map { ".!?,;:".contains($0) } ?? false
        return "\(hasEnding ? String(dropLast()) : self), \(other)"
    }
}
