/// What can be asked for by some packs, without the ways to say it: all that one who proposes a reading may choose from.
public struct GrammarOutline: Sendable, Hashable {
    /// One thing that can be asked for.
    public struct Intent: Sendable, Hashable {
        /// The intent's name.
        public var name: String
        /// Some of its sentence templates, as they are written.
        public var templates: [String]
        /// The slots that its sentences can fill, by name.
        public var slots: [Slot]
    }

    /// One thing that a sentence can name.
    public struct Slot: Sendable, Hashable {
        /// The slot's name.
        public var name: String
        /// What it can hold, apart from free text, in the order of the pack; at most ``GrammarOutline/mostValues``.
        public var values: [SlotValue]
        /// Whether there are more values than those.
        public var hasMoreValues: Bool
        /// The whole numbers that it can hold.
        public var range: ClosedRange<Int>?
        /// Whether it can hold whatever was said.
        public var isFree: Bool
    }

    /// The most values of one slot that are listed; others still count.
    public static let mostValues = 50

    /// The most templates of one intent.
    static let mostTemplates = 4

    /// The intents in the order of the packs.
    public var intents: [Intent]

    /// Outlines packs.
    public init(_ packs: [GrammarPack]) {
        var survey = OutlineSurvey()
        for pack in packs { survey.visit(pack) }
        intents = survey.intents
    }
}

/// Goes through packs, and notes what each intent can name.
private struct OutlineSurvey {
    private(set) var intents: [GrammarOutline.Intent] = []

    mutating func visit(_ pack: GrammarPack) {
        for intent in pack.intents {
            let number = intents.firstIndex { $0.name == intent.name } ?? intents.count
            if number == intents.count { intents.append(.init(name: intent.name, templates: [], slots: [])) }
            for block in intent.blocks { visit(block, of: pack, &intents[number]) }
        }
    }

    private func visit(_ block: SentenceBlock, of pack: GrammarPack, _ intent: inout GrammarOutline.Intent) {
        for template in block.sentences where intent.templates.count < GrammarOutline.mostTemplates {
            intent.templates.append(template.text)
        }
        for (name, value) in block.slots { intent.note(name) { $0.add([value]) } }
        let words = PackWords(pack: pack, block: block)
        var rules: Set<String> = []
        for template in block.sentences { visit(template.root, words, &rules, &intent) }
    }

    private func visit(
        _ part: TemplatePart,
        _ words: PackWords,
        _ rules: inout Set<String>,
        _ intent: inout GrammarOutline.Intent
    ) {
        switch part.kind {
        case .text: break
        case .sequence(let parts), .alternatives(let parts), .permutation(let parts):
            for part in parts { visit(part, words, &rules, &intent) }
        case .optional(let part): visit(part, words, &rules, &intent)
        case .rule(let name):
            guard rules.insert(name).inserted, let rule = words.rule(name) else { return }
            visit(rule.root, words, &rules, &intent)
        case .list(let reference):
            guard let slot = reference.slot, let content = words.content(of: reference.source) else { return }
            intent.note(slot) { $0.add(content, words) }
        }
    }
}

extension GrammarOutline.Intent {
    fileprivate mutating func note(_ name: String, _ change: (inout GrammarOutline.Slot) -> Void) {
        let number = slots.firstIndex { $0.name == name } ?? slots.count
        if number == slots.count { slots.append(.init(name: name, values: [], hasMoreValues: false, isFree: false)) }
        change(&slots[number])
    }
}

extension GrammarOutline.Slot {
    fileprivate mutating func add(_ content: GrammarList.Content, _ words: PackWords) {
        switch content {
        case .wildcard: isFree = true
        case .range(let range):
            let bounds = min(range.from, range.to)...max(range.from, range.to)
            let known = self.range ?? bounds
            self.range = min(known.lowerBound, bounds.lowerBound)...max(known.upperBound, bounds.upperBound)
        case .values(let values):
            for value in values {
                guard self.values.count < GrammarOutline.mostValues else { return hasMoreValues = true }
                add(value.out.map { [$0] } ?? words.texts(of: value.template).map { .text($0) })
            }
        }
    }

    fileprivate mutating func add(_ values: [SlotValue]) {
        for value in values where !self.values.contains(value) { self.values.append(value) }
        hasMoreValues = hasMoreValues || self.values.count > GrammarOutline.mostValues
        self.values = Array(self.values.prefix(GrammarOutline.mostValues))
    }
}
