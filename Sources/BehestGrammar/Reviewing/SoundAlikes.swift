/// Finds names of one list that mean different things, and fixed sentences of different intents, that sound too alike to tell apart.
struct SoundAlikes {
    /// Two sentences that are less unlike than this may well be taken for each other; see
    /// ``SoundIndex/distance(between:and:)``.
    static let closest = 0.9

    private(set) var diagnostics: [Diagnostic] = []
    /// What was not compared, in sentences for a person.
    private(set) var notes: [String] = []
    private let index: SoundIndex
    private var work = 0

    /// The most steps of all comparisons.
    private static let mostWork = 250_000_000
    /// The most warnings of one list, and of all sentences.
    private static let mostWarnings = 5
    /// The most ways to say one name, and one sentence, that are compared.
    private static let mostTexts = 24
    /// The most words of a sentence that is compared: in longer ones there is more to tell them apart by.
    private static let mostWords = 5

    init(index: SoundIndex) {
        self.index = index
    }

    /// Something that is said.
    private struct Name {
        var text: String
        var words: [String]
        /// What tells apart what it means.
        var meaning: String
        var range: SourceRange
    }

    /// Compares the names of each list.
    mutating func addLists(of pack: GrammarPack) {
        let blocks = pack.intents.flatMap(\.blocks)
        let lists = ([(pack.lists, pack.rules)] + blocks.map { ($0.lists, pack.rules.merging($0.rules) { $1 }) })
        for (lists, rules) in lists {
            for list in lists.values.sorted(by: { $0.range.start < $1.range.start }) {
                guard case .values(let values) = list.content else { continue }
                // What the list is filled with beside its own values stands at the list itself; nobody can rename that here.
                let own = values.filter { $0.template.node.range != list.range }
                let names = own.flatMap { self.names(of: $0, rules: rules) }
                compare(names, of: "names of the list '\(list.name)'") { name, other, distance in
                    Diagnostic(
                        .warning,
                        code: "sounds-alike",
                        "'\(name.text)' sounds like '\(other.text)' (distance \(distance))",
                        at: name.range,
                        hint: "they mean '\(name.meaning)' and '\(other.meaning)': give one of them another name"
                    )
                }
            }
        }
    }

    /// Compares the fixed sentences of all intents.
    mutating func addSentences(of packs: [GrammarPack]) {
        var names: [Name] = []
        for pack in packs {
            for intent in pack.intents {
                for block in intent.blocks {
                    let rules = pack.rules.merging(block.rules) { $1 }
                    for sentence in block.sentences {
                        names += texts(of: sentence, rules: rules).filter { $0.words.count <= Self.mostWords }.map {
                            Name(text: $0.text, words: $0.words, meaning: intent.name, range: sentence.node.range)
                        }
                    }
                }
            }
        }
        // The same words are told of as a sentence that two intents claim.
        compare(names, of: "sentences without lists", exceptSameWords: true) { name, other, distance in
            Diagnostic(
                .warning,
                code: "sounds-alike",
                "'\(name.text)' sounds like '\(other.text)' of '\(other.meaning)' (distance \(distance))",
                at: name.range,
                hint: "say one of them in other words: see \(other.range.place(seenFrom: name.range))"
            )
        }
    }

    private func names(of value: GrammarList.Value, rules: [String: Template]) -> [Name] {
        texts(of: value.template, rules: rules).map { text, words in
            let meaning = value.out?.description ?? text
            return Name(text: text, words: words, meaning: meaning, range: value.template.node.range)
        }
    }

    /// The ways to say a template without lists; none if it has any.
    private func texts(of template: Template, rules: [String: Template]) -> [(text: String, words: [String])] {
        var expander = TemplateExpander { name, _ throws(TemplateExpander.Failure) in
            guard let rule = rules[name] else { throw .reported }
            return rule.root
        }
        guard let texts = try? expander.texts(of: template.root) else { return [] }
        return texts.prefix(Self.mostTexts).compactMap { text in
            let words = index.grammar.tokenizer.words(of: text)
            return words.isEmpty ? nil : (words.joined(separator: " "), words)
        }
    }

    /// Compares names with those before them, until it has done enough.
    private mutating func compare(
        _ names: [Name],
        of kind: String,
        exceptSameWords: Bool = false,
        _ warning: (_ name: Name, _ other: Name, _ distance: String) -> Diagnostic
    ) {
        guard Set(names.map(\.meaning)).count > 1 else { return }
        var search = SoundNeighbours(limit: Float(Self.closest))
        /// The nearest pair of names for each two meanings.
        var nearest: [Set<String>: (name: Int, other: Int, distance: Double)] = [:]
        for (number, name) in names.enumerated() {
            guard work + search.work < Self.mostWork else {
                notes.append("Only the first \(number) of \(names.count) \(kind) were compared by sound.")
                break
            }
            let sounds = index.sounds(of: name.words)
            for other in search.neighbours(of: sounds).sorted() {
                let second = names[other]
                guard name.meaning != second.meaning, !exceptSameWords || name.words != second.words else { continue }
                let distance = Double(search.distance(from: sounds, to: other))
                let pair: Set = [name.meaning, second.meaning]
                guard distance < min(Self.closest, nearest[pair]?.distance ?? .infinity) else { continue }
                nearest[pair] = (number, other, distance)
            }
            search.add(sounds)
        }
        work += search.work
        let found = nearest.values.sorted { ($0.distance, $0.name, $0.other) < ($1.distance, $1.name, $1.other) }
        for (number, (name, other, distance)) in found.prefix(Self.mostWarnings).enumerated() {
            var diagnostic = warning(names[name], names[other], Self.text(distance))
            let more = found.count - Self.mostWarnings
            if number == Self.mostWarnings - 1, more > 0 {
                diagnostic.message += ", and \(more) more pairs are as alike"
            }
            diagnostics.append(diagnostic)
        }
    }

    /// Two decimals are as much as a distance means.
    private static func text(_ distance: Double) -> String {
        let hundredths = Int((distance * 100).rounded())
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }
}
