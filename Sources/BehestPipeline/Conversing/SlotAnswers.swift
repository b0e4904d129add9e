internal import BehestGrammar

/// The sentences that name a value for a slot of an intent, made from the packs: "staging", "no, I said staging".
struct SlotAnswers {
    /// The name of the intent that such a sentence has: which slot of which intent it is for.
    struct Name: Hashable {
        var intent: String
        var slot: String
        var isCorrection: Bool

        init(intent: String, slot: String, isCorrection: Bool) {
            (self.intent, self.slot, self.isCorrection) = (intent, slot, isCorrection)
        }

        init?(_ text: String) {
            let parts = text.split(separator: "\u{1F}", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 3 else { return nil }
            self.init(intent: parts[0], slot: parts[1], isCorrection: parts[2] == "correction")
        }

        var text: String { [intent, slot, isCorrection ? "correction" : "answer"].joined(separator: "\u{1F}") }
    }

    /// The packs of these sentences.
    private(set) var packs: [GrammarPack] = []

    /// The slots of each intent that take whatever is said.
    private(set) var freeSlots: [String: Set<String>] = [:]

    /// The slots of each intent whose values are put together of several words, not all of which belong to a slot.
    private(set) var composedSlots: [String: Set<String>] = [:]

    init(_ packs: [GrammarPack]) {
        for pack in packs { add(pack) }
    }

    private mutating func add(_ pack: GrammarPack) {
        var answers = pack
        answers.intents = []
        for intent in pack.intents {
            for block in intent.blocks {
                let lists = pack.lists.merging(block.lists) { $1 }
                let rules = pack.rules.merging(block.rules) { $1 }
                var search = ReferenceSearch(rules: rules)
                for sentence in block.sentences { search.visit(sentence.root, of: sentence) }
                for (slot, reference) in search.references.sorted(by: { $0.key < $1.key }) {
                    if reference.isFree(in: lists) {
                        freeSlots[intent.name, default: []].insert(slot)
                    } else {
                        if reference.isBuiltIn(unlessIn: lists) {
                            composedSlots[intent.name, default: []].insert(slot)
                        }
                        add(reference.text, intent.name, slot, lists, rules, to: &answers)
                    }
                }
            }
        }
        if !answers.intents.isEmpty { self.packs.append(answers) }
    }

    /// Adds the sentences of one slot, in the words of its first reference.
    private func add(
        _ reference: String,
        _ intent: String,
        _ slot: String,
        _ lists: [String: GrammarList],
        _ rules: [String: Template],
        to pack: inout GrammarPack
    ) {
        for isCorrection in [false, true] {
            let name = Name(intent: intent, slot: slot, isCorrection: isCorrection).text
            guard !pack.intents.contains(where: { $0.name == name }) else { continue }
            let lead = isCorrection ? "\(ReplySentences.correction) " : ""
            let text = """
                language: \(pack.language)
                intents: {X: {data: [{sentences: ["\(lead)\(ReplySentences.answer) \(reference) [(please|one)]"]}]}}
                lists: {words: {wildcard: true}}
                """
            guard let made = GrammarPack.read(PackDocument(text: text, file: "answers")).pack,
                var answer = made.intents.first
            else { continue }
            answer.name = name
            for index in answer.blocks.indices {
                answer.blocks[index].rules = rules
                // The pack may well have a list of the name that stands for whatever was wrong.
                answer.blocks[index].lists = lists.merging(made.lists) { own, _ in own }
            }
            pack.intents.append(answer)
        }
    }
}

/// Where a slot's values come from.
private struct Reference {
    var list: ListReference
    /// As the pack writes it.
    var text: String

    func isFree(in lists: [String: GrammarList]) -> Bool {
        guard case .named(let name) = list.source, case .wildcard? = lists[name]?.content else { return false }
        return true
    }

    func isBuiltIn(unlessIn lists: [String: GrammarList]) -> Bool {
        guard case .named(let name) = list.source else { return false }
        return lists[name] == nil && BuiltInSlots.names.contains(name)
    }
}

/// Goes through templates, and into each rule once, and finds the first reference for each slot.
private struct ReferenceSearch {
    let rules: [String: Template]
    private(set) var references: [String: Reference] = [:]
    private var visited: Set<String> = []

    init(rules: [String: Template]) {
        self.rules = rules
    }

    mutating func visit(_ part: TemplatePart, of template: Template) {
        switch part.kind {
        case .text: break
        case .sequence(let parts), .alternatives(let parts), .permutation(let parts):
            for part in parts { visit(part, of: template) }
        case .optional(let part): visit(part, of: template)
        case .list(let list):
            guard let slot = list.slot, references[slot] == nil else { return }
            let text = String(decoding: Array(template.text.utf8)[part.bytes], as: UTF8.self)
            references[slot] = Reference(list: list, text: text)
        case .rule(let name):
            guard visited.insert(name).inserted, let rule = rules[name] else { return }
            visit(rule.root, of: rule)
        }
    }
}
