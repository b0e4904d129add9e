internal import BehestGrammar
internal import FoundationEssentials

/// Free text that is dictated, and what can be said to Behest meanwhile.
extension Dialogue {
    /// Writes down what was said for a slot, or does what was said about it.
    mutating func write(_ heard: Heard, _ replies: [Reply], _ slot: String, _ before: Dictation) {
        var dictation = before
        let isResumed = state.question?.isResumed ?? false
        // A noise is no sign that whoever may be away, or was not heard, goes on.
        if isResumed, heard.words.comparableWords.isEmpty { return }
        state.question?.isResumed = false
        switch replies.first {
        case .no, .skip, .thatIsAll(after: nil):
            if dictation.isEmpty, let question = state.question, question.isOptional { return skip(question) }
            guard case .thatIsAll? = replies.first else { break }
            keep(dictation, slot)
            return dictation.isEmpty ? say("Nothing was said yet. Say it, or never mind.") : finishDictation()
        case .yes where dictation.isEmpty && state.question?.isOptional == true, .yes where isResumed, .continueDraft:
            keep(dictation, slot)
            state.question?.expiresAt = now + rules.limits.answer
            return say("Go on.")
        case .thatIsAll(let words):
            dictation.add(words ?? "")
            keep(dictation, slot)
            return finishDictation()
        case .readBack where !dictation.isEmpty:
            keep(dictation, slot)
            return say("I have: \(dictation.text)")
        case .scratch:
            let scratched = dictation.scratch()
            keep(dictation, slot)
            return say(scratched.map { "Scratched: \($0)" } ?? "Nothing was said yet.")
        // Words that were not said before are not changed: then this is text.
        case .change(let old, let new) where dictation.change(old, to: new):
            keep(dictation, slot)
            return say("Now it is: \(dictation.text)")
        case .spell(let word, let isLastWord) where !word.isEmpty:
            dictation.spell(word, isLastWord: isLastWord)
            keep(dictation, slot)
            return say("Spelled \(word).")
        case .help where dictation.isEmpty:
            return say("Say it in your own words; then pause, or say that's all.")
        case .again where dictation.isEmpty: return say(state.question?.text ?? "")
        case .wait:
            keep(dictation, slot)
            state.question?.expiresAt = now + 2 * rules.limits.answer
            return play(.noted)
        default: break
        }
        dictation.add(heard.words)
        keep(dictation, slot)
        if !heard.words.comparableWords.isEmpty { play(.noted) }
    }

    private mutating func keep(_ dictation: Dictation, _ slot: String) {
        state.question?.matter = .text(slot: slot, dictation)
        state.question?.expiresAt = now + (dictation.isEmpty ? rules.limits.answer : rules.limits.pause)
    }

    /// Takes what was dictated as the answer.
    mutating func finishDictation() {
        guard let question = state.question, case .text(let name, let dictation) = question.matter else { return }
        let text = dictation.value
        var asked = question
        asked.order.isDictated = true
        fill(Interpretation.Slot(name: name, value: .text(text), text: text, span: nil), of: text, asked)
    }
}
